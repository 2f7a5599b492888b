/**
 * Making backups: dump, verify, publish, expire; and the endpoints that list, show, download and delete them.
 *
 * <p>Algorithm: the engine streams SQL into a temporary file, counted and compressed on the way; the file is read back from the
 * disk, its checksums are compared and its rows counted anew; only then it gets its final name and the record is completed.
 *
 * <p>Before it writes or removes anything in a directory, it looks whether that is the one that was used before
 * ({@link org.safeward.backup.stores.BackupStores}).
 *
 * <p>Promises: a record that is completed has a file that was read back whole; a backup that ends in any other way leaves no file; where a
 * disk is not mounted nothing is written, expires or is tidied. Not promised: that a disk is missed when its directory is used for the first time.
 */
package org.safeward.backup;
