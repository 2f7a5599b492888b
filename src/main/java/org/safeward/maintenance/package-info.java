/**
 * The three actions of {@code POST /api/admin/maintenance}: clear the cache, back up, restart.
 *
 * <p>Its answers are its own contract's and not the envelope: {@code rest} brings faults into their shape.
 *
 * <p>Promises: clearing never follows a link and never leaves the directories that are configured; a restart lets no job end half-way,
 * and from its answer on no new one begins. Not promised: that somebody starts the process again; that is the process manager's.
 */
package org.safeward.maintenance;
