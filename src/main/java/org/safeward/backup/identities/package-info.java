/**
 * Whether somebody still holds what opens the encrypted places: the backup directory with recipients, and encrypted destinations. A key that was lost is noticed on the day when it is
 * needed, unless somebody is asked for it before.
 *
 * <p>Algorithm: for each recipient of the settings the catalog notes since when it is known, and when an identity was last shown that opened a stored file and is its own. A place of which no recipient was shown
 * for {@code SAFEWARD_IDENTITY_DAYS}, counted from when the last of them became known at first, is told of: a warning in the status, an alert each thirty days. What counts: the act itself
 * ({@link org.safeward.backup.identities.ShowIdentity}), a restore that brings its identity, and a drill by the operator's identity file.
 *
 * <p>Promises: an identity is never stored nor logged; nothing counts as shown but by opening what really lies in a place. Not promised: that each of several recipients is held by somebody; when each was last
 * shown stands beside it.
 */
package org.safeward.backup.identities;
