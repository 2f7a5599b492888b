/**
 * How it stands with the copies of backups beyond this machine: which backup of a database is the newest that is good at a destination, since when newer
 * ones should be there, too, and what would be copied if a destination was filled up.
 *
 * <p>Promises: all of it is read from the catalog; no destination is reached. Only copies that were read back count.
 */
package org.safeward.backup.offsite.standing;
