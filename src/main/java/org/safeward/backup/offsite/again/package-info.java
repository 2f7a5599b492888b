/**
 * Copies in destinations are read again when they were read long ago, and those that were adopted by their manifests for the first time.
 *
 * <p>Promises: no more is read from a destination in a day (UTC) than its budget, what copy jobs read back counted; a copy that is not what it was is damaged from
 * then on, until it was made again from a good one. Not promised: that what is encrypted there can still be decrypted; nobody here has the key.
 */
package org.safeward.backup.offsite.again;
