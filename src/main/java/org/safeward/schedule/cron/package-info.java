/**
 * When automatic backups run: {@link org.safeward.schedule.cron.CronSchedule} reads a cron expression, tells the next time it is due
 * and says it in a sentence.
 *
 * <h2>The expression</h2>
 * Five fields (minute, hour, day of month, month, day of week), as crontab(5) and the cron of Debian (3.0pl1) take them: values,
 * ranges, lists, steps behind {@code *} or a range, three-letter names of months and weekdays in any case, 0 and 7 for Sunday.
 * A day must match both day fields if one of them starts with {@code *} (also as {@code *}{@code /2}), else either of them.
 * Names are taken in lists and ranges too: cron takes them there, although its manual says no.
 *
 * <p>Refused, each with a sentence that names the field and what is allowed: nicknames such as {@code @daily} (the API promises
 * five fields; the answer gives the five), and what cron takes in silence but hardly as it was meant: a range that runs
 * backwards ({@code 22-2} never fires there) and letters after a value ({@code 1-5-9}, {@code *5}).
 *
 * <h2>Clock changes</h2>
 * <ul>
 *   <li>An hour field that does not start with {@code *} means times of the local day. One that a clock change leaves out comes at
 *       the first instant after the gap, several as one; one that comes twice is due at its first occurrence only.
 *   <li>An hour field that starts with {@code *} means real time: it is due at each instant whose local time matches, in both passes
 *       of an overlap, and there is nothing to make up for in a gap.
 * </ul>
 * Two cases differ from Debian's cron, so that no backup is left out in silence. It goes by the minute field as well and skips
 * <code>*&#47;15 2 * * *</code> in the gap (and runs it in both passes of the overlap); here the hour field alone decides. It takes a
 * change of more than three hours for a correction and makes up for nothing; here what fell into the day that Samoa left out is due at
 * the first instant after it.
 *
 * <h2>Why the parser is our own</h2>
 * The candidate was cron-utils 9.2.1, its last release, of March 2023. Tried against the rules above, it
 * <ul>
 *   <li>leaves out a whole day when the time falls into the gap: {@code 30 2 * * *} in Europe/Berlin goes from 28 to 30 March 2026,
 *       {@code 0 0 * * *} in America/Sao_Paulo from 3 to 5 November 2018;
 *   <li>takes {@code 0 0 *}{@code /2 * mon} for "either day field": 3, 5, 7 January 2026, where cron means odd days that are Mondays;
 *   <li>takes {@code 5/15}, which crontab(5) does not know, and refuses {@code *}{@code /90}, which it does;
 *   <li>stops at the first wrong field and has no Chinese sentences.
 * </ul>
 * The code around it would have been longer than the parser.
 *
 * <p>Promises: the next time is strictly after the moment asked about; an expression that can never be due is told from one that is due
 * only every 28 or 40 years; no search walks minute by minute. Depends on the JDK and {@code fault}; knows no timers.
 */
package org.safeward.schedule.cron;
