/**
 * Running a script against a database, statement by statement, in one session or in several.
 *
 * <p>Promises: what the server took is counted by COPY's own answers; a difference to what was announced ends the load, unless a statement
 * of the script made it. Leaves out only what was named. Knows nothing of how the result becomes live.
 */
package org.safeward.engine.postgresql.load;
