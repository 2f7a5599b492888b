/**
 * Copies of backups in destinations beyond this machine, each made by a job of its own that holds up no backup.
 *
 * <p>Algorithm: each good backup gets a row for each destination that takes its database ({@link org.safeward.backup.offsite.OwedCopies});
 * {@link org.safeward.backup.offsite.StartCopies} begins one job at a time for each destination, the newest backup first. A job encrypts the file where that is asked for,
 * sends it, reads it back whole from there, decrypted by the key that is in memory, has that very version locked where the settings want it
 * ({@link org.safeward.backup.offsite.LockCopy}), and only then writes the manifest beside it, which is what makes a copy exist, and has that locked, too. What fails is tried again for ever, with pauses that grow from a minute to six hours
 * ({@link org.safeward.backup.offsite.CopyEnding}); while a destination fails, one copy tries for all.
 *
 * <p>Promises: a copy is called good only after all of it was read from there; a name that is taken is never written over; a destination that is
 * down fails no backup; whenever a server dies, the copy is made again, and what was half-made is removed there
 * ({@link org.safeward.backup.offsite.FormerAttempts}). Nothing that is encrypted for a destination lies in clear anywhere but in the backup itself.
 *
 * <p>Where no good file is left on this machine, it is fetched from another destination that has the backup as it was made
 * ({@link org.safeward.backup.offsite.CopySource}).
 *
 * <p>Not promised: that a copy is made from one that was encrypted on its way to another destination, which nobody here opens without being asked; that an upload goes on where it was cut off; it begins again; that a bucket ever loses what an attempt
 * has sent that died after it was locked, or that came back otherwise and is locked by the bucket: no copy of the catalog is it, and nobody here removes it; that a
 * copy that is read back is stopped at once where a bucket has fallen silent: it waits for its limit, a minute.
 */
package org.safeward.backup.offsite;
