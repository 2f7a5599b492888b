/**
 * The directories of backups as things that come and go: which are there, which are the ones that were used before.
 *
 * <p>Promises: in a directory without its marker nothing is written, expires or is tidied, until an administrator accepts it.
 */
package org.safeward.backup.stores;
