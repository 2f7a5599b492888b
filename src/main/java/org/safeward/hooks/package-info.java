/**
 * Telling others by HTTP: the call itself, and the alerts about backups.
 *
 * <p>Promises: an alert is tried again when it fails, and its failure never fails a backup. Not promised: that an alert arrives; what is
 * still untold when the server stops is lost. The calls around a restore are the restore's own, and are never lost.
 */
package org.safeward.hooks;
