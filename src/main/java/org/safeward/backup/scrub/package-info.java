/**
 * Reading every copy of every backup again, long after it was written: disks forget, and what nobody reads nobody misses.
 *
 * <p>Algorithm: each minute, when no job runs on this node, one node of all reads the copies that are due, one after the other and slowly, and
 * compares their SHA-256 with the one that was noted when the backup was read back. A copy that is damaged, unreadable or gone is marked, told of
 * ({@link org.safeward.backup.fetch.CopyDamaged}), and made anew from the other one: written beside it, fsynced, read back, and only then renamed
 * over it. One that was never made, since its disk was away or the second directory is new, is made then too
 * ({@link org.safeward.backup.scrub.MissingCopies}).
 *
 * <p>Promises: nothing is overwritten before its replacement is proven, so a stop at any moment leaves the damaged copy or the new one. A directory
 * whose disk is away is no damage. A backup whose file is damaged is no good one: it pushes nothing out and is not called the newest good one. Not
 * promised: that the disk was read and not the system's cache.
 */
package org.safeward.backup.scrub;
