/**
 * Copies are made anew for the recipients that a destination has now, when somebody asks for it: after a key was lost, was given up, or is needed beside the others.
 *
 * <p>Algorithm: {@link org.safeward.backup.offsite.renew.Renewal} notes in the catalog whom the copies are to be encrypted to;
 * {@link org.safeward.backup.offsite.renew.StartRenewals} begins one copy job after another, newest backups first, whenever no new backup waits to be copied there. A job makes the
 * copy from a plain file, or from an encrypted copy that an identity opens, sends it under a name of its own beside the good one, reads it back, writes its manifest, and only then says
 * in one transaction that it is the copy now. The former one is removed after that ({@code removal}).
 *
 * <p>Promises: the good copy stays in the catalog and in its place until the new one was read back; what a place keeps locked stays as it is until the lock ends; a server that dies leaves a good
 * copy, and what lies beside it is removed. An identity that a request brings is in the memory of this node alone, for a day at most. Not promised: that the former recipients cannot read what they
 * have fetched before; copies of backups that were encrypted before they were copied, which are for the recipients of the backup directory and stay what they are.
 */
package org.safeward.backup.offsite.renew;
