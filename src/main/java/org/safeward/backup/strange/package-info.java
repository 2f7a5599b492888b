/**
 * Backups that differ from the one before them as no ordinary day explains: data that was deleted or encrypted comes into backups too, and
 * pushes the good ones out.
 *
 * <p>Algorithm: a backup that was read back is held against the newest good one that was made the same way ({@link
 * org.safeward.backup.strange.Strangeness}). One that is strange carries warnings that say so, and is marked; until somebody acknowledges it,
 * {@link org.safeward.backup.retention.Retention} holds it and the last three good ones before it.
 *
 * <p>Promises: a strange backup is as good a backup as any other; only what it pushes out is held. Not promised: that all damage is noticed. It
 * is a look at numbers, and {@code Strangeness} says when it errs.
 */
package org.safeward.backup.strange;
