/**
 * Dump and load without pg_dump: rows as JSON, into tables that are there. Called degraded wherever it is shown.
 */
package org.safeward.engine.postgresql.json;
