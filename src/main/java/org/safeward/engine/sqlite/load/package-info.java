/**
 * The way of a script's rows into a staging database, ahead of the thread that runs SQLite. Executing INSERT statements is what a restore
 * spends its time on, most of it in SQLite's parser, which only one thread can do. So the long tables of our own scripts go another way:
 *
 * <ol>
 *   <li>{@link org.safeward.engine.sqlite.load.StatementQueue} reads statements, {@link org.safeward.engine.sqlite.load.RowPacker} sees which of
 *       them follow others with the same table and columns;
 *   <li>{@link org.safeward.engine.sqlite.load.RowLiterals} reads their literals, {@link org.safeward.engine.sqlite.load.RowRecord} writes
 *       them in SQLite's record format;
 *   <li>{@link org.safeward.engine.sqlite.load.RowImage} is a small database file in memory with these records in one table without types;
 *   <li>SQLite opens it and runs {@code INSERT INTO table (columns) SELECT .. FROM image}, once for each statement of the script.
 * </ol>
 *
 * <p>Promises: SQLite itself stores every row, with the table's affinities, constraints and indexes, as it does for the statement; what is
 * not understood for certain goes as the statement that it is; their order is the script's. Knows no connection.
 *
 * <p>Not promised: that a script of others comes through the same way; theirs go as SQL ({@code Stage}).
 */
package org.safeward.engine.sqlite.load;
