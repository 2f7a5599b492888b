/**
 * The backup file: writing it, reading it back, and telling whether it is whole.
 *
 * <p>A backup file is plain SQL text, or a ZIP with the one entry {@code backup.sql}, or frames of zstd, which may as well hold a database file of SQLite ({@code SNAPSHOT}). Its last line is a comment that holds the
 * {@link org.safeward.archive.content.Manifest}, whose SHA-256 covers every byte before that line; docs/backup-format.md is normative.
 *
 * <p>{@link org.safeward.archive.BackupFileWriter}: one thread gives the content in blocks of 128 KiB; a few threads deflate
 * them side by side, each with the 32 KiB before it as preset dictionary; one thread checksums them and writes them in their
 * order. {@link org.safeward.archive.BackupFileReader}: one thread reads and inflates, a second one checksums and splits the
 * manifest off, and what reads the stream is the third. Files of others are taken as they are, but for text in UTF-16 or UTF-32, which
 * is read as UTF-8, and for what is no script, which is named ({@code OtherFormat}). All of them give way to others ({@link org.safeward.archive.parallel.YieldRegularly}).
 *
 * <p>Promises: nothing here holds a whole file, table or row set in memory; a file that was cut short, changed or written only
 * in part is told from a whole one, at the latest at the stream's end; the same content makes the same file; whoever closes a
 * writer or reader has no thread of it left. Not promised: that the SQL means what it says; the engine's census and staging tell
 * that. Nor who wrote a file: checksums are no signature.
 *
 * <p>Plain Java: depends on the JDK, Gson, jagged ({@code age}) and {@code fault}.
 */
package org.safeward.archive;
