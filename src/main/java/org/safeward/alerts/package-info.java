/**
 * What is told to whom, when: a job that failed, a backup that is overdue or strange.
 *
 * <p>Promises: an alert is tried again when it fails, and its failure never fails a backup. Not promised: that it arrives; what is still
 * untold when the server stops is lost.
 */
package org.safeward.alerts;
