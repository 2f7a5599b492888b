/**
 * What a database holds: tables, rows, sequences, settings and shape. No query here is over a relation of a user's: rows are counted by
 * COPY, which plans nothing.
 */
package org.safeward.engine.postgresql.content;
