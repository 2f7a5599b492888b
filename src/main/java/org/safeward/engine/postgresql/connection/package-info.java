/**
 * Where a server is, who we are there, and sessions with it.
 *
 * <p>Promises: whatever a database or a role has set, a session reads and writes text under our settings ({@link
 * org.safeward.engine.postgresql.connection.OurSettings}), and evaluates under the database's own only where that is asked for ({@link
 * org.safeward.engine.postgresql.connection.Evaluation}); a statement is sent as one ({@link org.safeward.engine.postgresql.connection.OneStatement}).
 */
package org.safeward.engine.postgresql.connection;
