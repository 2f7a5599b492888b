/**
 * Writing a database as a script: the schema with its text, every value with its storage type and its bytes.
 *
 * <p>Promises: what this SQLite would compute otherwise than it is stored comes back as it is stored, or the backup says so.
 */
package org.safeward.engine.sqlite.dump;
