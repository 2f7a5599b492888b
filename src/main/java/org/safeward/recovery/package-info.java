/**
 * The recovery sheet: on one printed page, what somebody needs who has nothing left but the destinations. Where the copies lie, what opens them, the
 * commands that get the data back without Safeward, and the public key by which a new Safeward knows that a copy is ours.
 *
 * <p>Promises: no secret is on it but a private key that was made here just now, which is shown once and kept nowhere. Its commands are run by
 * a test as they stand.
 */
package org.safeward.recovery;
