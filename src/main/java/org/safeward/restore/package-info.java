/**
 * Restoring: check the file completely, build and check it in staging, tell the application to pause, save what is there now, swap,
 * check, tell the application to go on.
 *
 * <p>Promises: until the swap the live database is not touched, and the swap happens as a whole or not at all; "done" is said when the
 * live database was looked at and holds what the file holds; a pause that was asked for is always taken back, if need be at the next
 * start. Not promised: that nothing is lost which the application commits between the safety backup and the swap, if it does not
 * pause; where the engine can tell that something was, the safety backup is taken again.
 *
 * <p>A role whose rights reach beyond the database loads a backup that runs functions only for somebody who has seen them ({@code
 * FunctionsSeen}); an undo asks nobody.
 */
package org.safeward.restore;
