/**
 * SQLite: dump, census, staging and swap of one database file.
 *
 * <p>{@link org.safeward.engine.sqlite.dump.Dump} reads in one transaction and lets SQLite write the rows ({@code RowExpression});
 * every value comes back with its storage type and its bytes, in this SQLite and in the plain sqlite3 shell from 3.40 on, and
 * the schema with its text ({@code SchemaRehearsal} tries that out beforehand). {@code StatementReader} cuts any script into
 * statements, and those that are too large for the heap into several, {@code ScriptCensus} counts what they hold, {@code ScriptLoader}
 * runs them in a staging file beside the live one (the rows of our own long tables by a shorter way, {@code load}), and {@code Swap} makes that file live, or {@code PartsSwap} brings
 * some of its tables into the live one.
 *
 * <p>{@link org.safeward.engine.sqlite.dump.Snapshot} writes the pages instead, copied in one read transaction; a restore takes them as they are, or by a script where the live
 * database has another page size to keep.
 *
 * <p>Rows that their table's declaration would refuse or change are loaded without it ({@code StoredForm}), and an index whose entries
 * this SQLite would compute otherwise is loaded from its entries ({@code StoredIndex}).
 *
 * <p>Promises: a dump never blocks writers of a WAL database, and a missing file is never created; a script cannot reach another
 * file; the swap is one transaction of SQLite, or one rename, so that a kill at any moment leaves the old database or the new
 * one; it is reported as done only when SQLite itself said so; a file that was no database is kept as
 * {@code <name>.broken-<job>}; no row set is ever in memory, and no value of more than a few megabytes on the heap.
 *
 * <p>Not promised: a database without WAL refuses writers while it is dumped, as SQLite does; row ids under all three of whose
 * names a table has columns; a schema with functions or collations of the application, other than those of the shell
 * ({@code ShellFunctions}; SCHEMA_NOT_RESTORABLE); a newer
 * sqlite3 shell in its defensive mode, which takes no virtual tables from a script; applications that are connected
 * while a database of another text encoding is restored into it have to connect again.
 */
package org.safeward.engine.sqlite;
