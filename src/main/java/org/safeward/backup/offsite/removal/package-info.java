/**
 * Removing copies from destinations when their backups go, what is left beside copies that were made anew, and the memory of destinations that are gone for good.
 *
 * <p>Promises: the manifest goes first, so that nothing half-removed counts as a copy; a place that cannot be reached is asked again until it has let go of
 * the copy, and so long the backup's record stays. What the place has locked, or holds, stays with its manifest until it lets go, and keeps nothing else there. Where there are versions, those go that we have written. A file that was never found good there goes only when it is, byte by byte, the one that we sent. A destination is
 * forgotten only when somebody has confirmed how many backups are lost with it.
 */
package org.safeward.backup.offsite.removal;
