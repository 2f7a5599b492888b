/**
 * Jobs over HTTP: listing, following, cancelling, and the answer that waits for a job's end.
 */
package org.safeward.jobs.http;
