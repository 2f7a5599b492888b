/**
 * Reading SQL scripts: where a statement ends, what belongs to a COPY, and what a script holds, without a server.
 *
 * <p>Promises: a script of any size is read in a heap of fixed size, a single statement apart; where the reader is not sure that the server
 * would read the same, it refuses.
 */
package org.safeward.engine.postgresql.script;
