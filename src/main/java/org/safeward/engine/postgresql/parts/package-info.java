/**
 * Some tables of a backup: the backup is staged whole beside the live database, as for a swap, and the rows of the tables that were named go
 * from there into the live one, or into new tables beside these.
 *
 * <p>{@link org.safeward.engine.postgresql.parts.Replacement} is one transaction on the live database: lock the tables and those that foreign keys tie to
 * them, take these keys off, and checks that are not valid, have triggers and rules rest, delete, copy, make both again, compare, set everything
 * as it was. What is committed is proven to be that transaction.
 *
 * <p>Promises: all of the tables or none; the tables themselves stay, with their oids, views, grants, policies, comments and the state of every
 * trigger; no trigger, rule or referential action of a table runs; rows that break a constraint, with those that stay or among
 * themselves, change nothing; sequences go on behind the greater of both values, and where they were if nothing is committed. A reader
 * sees the old rows or the new ones: rows are deleted, not truncated, since TRUNCATE shows an empty table to whoever has an older
 * snapshot (the server's documentation, "Caveats" of MVCC). It costs room until the next vacuum.
 *
 * <p>Not promised: generated columns are computed anew. Materialized views are not refreshed, of which it warns. Large objects do not come
 * back with the rows that name them. Event triggers run for the ALTER TABLE that
 * this takes, as for anybody's. Logical replication sends the rows as deletes and inserts. Foreign keys are the same by name and
 * definition, and get new oids. Functions of checks, generated columns and indexes run with our rights, as whenever rows are loaded. Who renames
 * schemas between two of our statements has the rows put into a table of his own.
 */
package org.safeward.engine.postgresql.parts;
