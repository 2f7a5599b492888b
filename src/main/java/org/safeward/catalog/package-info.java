/**
 * Safeward's own tables: backup records, configs, jobs, claims, the directories that were used, owed hook calls and API keys; and the EJBs that query and change
 * them. In an SQLite file in Safeward's home, or in PostgreSQL when several nodes share it; never inside a protected database, so
 * that a restore never takes the history with it.
 *
 * <p>Promises: each public method of an EJB here is one transaction; the moment of a claim is the database's clock, not a
 * node's. The tables are made by the migrations beside this package ({@code sqlite/}, {@code postgresql/}), which are never changed
 * after a release. Not promised: relations between entities (they hold ids), so nothing is loaded lazily.
 */
package org.safeward.catalog;
