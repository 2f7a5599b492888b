/**
 * Automatic backups: the timer that is made anew when the config changes, what is due, what failed and is tried again, and what is
 * overdue. What a cron expression means is told by {@link org.safeward.schedule.cron}.
 *
 * <p>Promises: what was due while the server was down is made up for once, if the settings say so; a clock that was wrong stops nothing for
 * good; of several nodes one takes a backup that is due. Not promised: that a backup begins on the second: it waits for its turn.
 */
package org.safeward.schedule;
