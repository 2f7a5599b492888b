/**
 * How it stands: the list of the protected databases, and of each one answer that says whether a job runs, when the next one does, when the last one was good and when one was last proven to come back, and what to worry about.
 *
 * <p>Promises: what is not as it should be is a warning here, in the caller's language; nothing is repaired silently.
 */
package org.safeward.status;
