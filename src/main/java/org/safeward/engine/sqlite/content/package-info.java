/**
 * What a database file holds: its schema, tables and columns, what its own modules say of it, and whether it is sound.
 */
package org.safeward.engine.sqlite.content;
