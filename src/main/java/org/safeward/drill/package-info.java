/**
 * Drills: a restore without its swap. A backup is read to its end ({@code read}), built in a place of its own ({@code rehearse}), and what was built
 * is read again as a backup would read it and held against what the backup says ({@code prove}); then it is thrown away.
 *
 * <p>Promised: the live database is neither written to nor locked, and nothing is left behind, also by a drill that is cancelled or killed. A
 * backup is called proven only when every table's rows have the digest that they had in the live database, or of a snapshot, when every byte that was built is one that was copied from it, SQLite calls the
 * pages sound, and tables, counts and schema are those that were read in it meanwhile; and until a drill finds that it is not, or
 * no longer, what was backed up.
 *
 * <p>There is one drill at a time in the whole cluster. It claims itself, not its database: no backup and no restore ever waits for one. What a
 * backup runs while it is loaded runs as our role, so that a role that may do more than its database needs is not used unless the settings say so.
 *
 * <p>The schema of a backup alone is rehearsed as its last step ({@link org.safeward.drill.RehearseSchema}), once for each text of it: what cannot be
 * made is known at once, and stays a warning of every backup until the schema changes. The backup is good before and remains so.
 *
 * <p>Not promised: what fails of rows only is found by a drill and not by that rehearsal. PostgreSQL's schema is proven by being
 * made, statement by statement. Its text is compared and told of, and is no difference: a copy of a copy has the text of the copy, but the first
 * one often has not that of the original. Of all that pg_dump writes this was seen of lists of {@code varchar} alone ({@code s IN ('x', 'y')} in
 * checks, policies, indexes, views, triggers), which are in most schemas, and no rule of ours could tell such a rewriting from a change. Event
 * triggers, publications and subscriptions are not made.
 */
package org.safeward.drill;
