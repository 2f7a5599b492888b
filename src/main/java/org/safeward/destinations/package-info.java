/**
 * The places beyond the backup directory that are configured, and what is known of each backup's copy there. Who makes, reads and removes copies
 * is {@code backup.offsite}.
 *
 * <p>Promises: a destination is reached when it is first needed, and never at the start of the server. What is known of a copy is a row
 * ({@link org.safeward.destinations.BackupCopy}), which says "good" only after the copy was read back from there, and until when it is locked as the place says it.
 */
package org.safeward.destinations;
