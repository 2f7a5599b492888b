/**
 * The backup file: writing it, reading it back, and telling whether it is whole.
 *
 * <p>A backup file is plain SQL text, or a ZIP with the one entry {@code backup.sql}. Its last line is a comment that holds the
 * {@link org.safeward.archive.Manifest}, whose SHA-256 covers every byte before that line; docs/backup-format.md is normative.
 *
 * <p>Promises: nothing here holds a whole file, table or row set in memory; a file that was cut short, changed or written only
 * in part is told from a whole one. Not promised: that the SQL means what it says; the engine's census and staging tell that.
 *
 * <p>Plain Java: depends on the JDK, Gson and {@code fault}.
 */
package org.safeward.archive;
