/**
 * Locks of copies in destinations, after the copies were made: what was not locked then is tried again, and whether a place has locks at all is asked.
 *
 * <p>Promises: a copy that shall be locked and is not says so until it is; nothing is locked that was made before a lock was wanted. Not promised: that a lock is
 * made longer while the backup is kept.
 */
package org.safeward.backup.offsite.lock;
