/**
 * Writing a database with pg_dump, and telling what of it could not be loaded again.
 *
 * <p>Promises: what is written is counted on its way and held against one snapshot; a forecast never fails a backup.
 */
package org.safeward.engine.postgresql.dump;
