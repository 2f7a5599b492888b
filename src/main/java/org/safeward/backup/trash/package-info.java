/**
 * Backups that were thrown away and can be brought back: for as many days as a setting says, their files lie in the hidden folder
 * {@value org.safeward.store.Trash#FOLDER} of their own directory, and their records are seen by nobody but the list of the trash.
 *
 * <p>What comes there: what somebody deletes, and what retention removes for another reason than that time has passed
 * (because a rule was changed, say), so that nobody destroys all backups at once by one stolen session.
 *
 * <p>A file is moved before its record says so, in the transaction that says so; {@link SettleTrash} puts together what a server that died in
 * between has left, the record's word counting.
 *
 * <p>Promises: no request removes what lies here, however it is made; a backup that is brought back was read to its end; a name in the directory
 * is given to no other backup meanwhile. Where a disk is short of room the oldest give way to a new backup, but none in its first day here
 * ({@link TrashRoom}). Not promised: protection against who may write into the directory, or set the machine's clock.
 */
package org.safeward.backup.trash;
