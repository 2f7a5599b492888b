/**
 * Sessions with SQLite, with the functions that its shell brings along, and what they may touch: one file.
 */
package org.safeward.engine.sqlite.connection;
