/**
 * What differs, table by table, between a backup and another backup, the live database, or a file that was uploaded.
 *
 * <p>Two backups are compared by what their manifests say, at once. The live database is read as a backup would read it, and what an upload holds is
 * found out by building it in a place of its own: that is a job, which answers at once and whose result is kept ({@link org.safeward.compare.Comparisons}).
 * It stands aside as a drill does: it holds no claim of its database, runs at low priority, and ends when a restore begins.
 *
 * <p>Promised: {@code same} and {@code changed} are said only of rows whose digests can be held against each other; else they are {@code only_counted}.
 * Nothing is written to the live database.
 *
 * <p>Not promised: which rows differ. A schema of PostgreSQL that was restored since may be called {@code changed} although it says the same, since the
 * server writes some of it otherwise once it has read it.
 */
package org.safeward.compare;
