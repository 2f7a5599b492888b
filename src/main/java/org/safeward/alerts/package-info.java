/**
 * What is told to whom, when: a backup that succeeded, failed, is overdue or strange, a copy that could not be made or is damaged, a backup of the catalog that failed, a drill that did not prove
 * its backup.
 *
 * <p>Promises: an alert is tried again when it fails, and its failure never fails a backup. Not promised: that it arrives; what is still
 * untold when the server stops is lost.
 */
package org.safeward.alerts;
