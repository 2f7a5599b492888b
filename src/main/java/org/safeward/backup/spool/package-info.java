/**
 * Where no backup stays on this machine ({@code SAFEWARD_BACKUP_LOCAL=false}): each is written to the spool and verified there like any other, and
 * its file leaves once every destination of its database has a copy.
 *
 * <p>Algorithm: after each job, at the start and each minute {@link org.safeward.backup.spool.ReleaseSpool} looks at the files in the spool of this node. Under
 * the locks of the record and its copies {@link org.safeward.backup.spool.LeaveSpool} sees that all copies are good and that no job has to do with the backup;
 * then the file is removed, and the record says where the first copy lies. A server that dies between the two finds a record whose copies are good,
 * and comes to the same end when it looks again.
 *
 * <p>Promises: no file leaves before copies of it were read back from all destinations of its database; a full spool fails new backups and removes nothing
 * ({@link org.safeward.backup.spool.SpoolRoom}); safety backups, which are not copied, stay until the next good backup ends their undo. Not promised:
 * that one backup does not go over the limit, which is looked at before it begins.
 */
package org.safeward.backup.spool;
