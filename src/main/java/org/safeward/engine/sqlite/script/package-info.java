/**
 * Reading SQL scripts of SQLite: statements, literals, what they hold. Knows no connection.
 *
 * <p>Promises: what is too large for the heap is cut into several statements that mean the same.
 */
package org.safeward.engine.sqlite.script;
