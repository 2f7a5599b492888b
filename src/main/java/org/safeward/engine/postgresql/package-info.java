/**
 * PostgreSQL: pg_dump writes, our own script reader restores through JDBC, and the restored database is renamed into place.
 *
 * <p>Never psql: a script is data from outside, and psql obeys commands in it.
 */
package org.safeward.engine.postgresql;
