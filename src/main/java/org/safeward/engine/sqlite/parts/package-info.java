/**
 * A restore of some tables into the live database. {@code PartsStaging} stages the whole backup beside it as any restore does; {@code
 * PartsPlan} holds the declarations of the named tables against the live ones; {@code PartsSwap} brings the rows over in one transaction of
 * SQLite and proves it:
 *
 * <ol>
 *   <li>the staged file is attached for reading; foreign keys are off, so that no action of theirs runs;
 *   <li>under the write lock the plan is made anew, and what breaks a foreign key already is noted;
 *   <li>the triggers of the named tables are dropped, their rows exchanged, the triggers made again with the same text and order;
 *   <li>all stored values, row ids included, have to be those of the backup by their digest: nothing is converted silently;
 *   <li>a foreign key from or to a named table may not be broken by a row that did not break it before, live or in the backup;
 *   <li>the schema has to be the one from before; then the fence, and the commit.
 * </ol>
 *
 * <p>Promises: other connections see the tables before or after, never half; any failure, stop or kill leaves all as it was; of other
 * tables no row, and of the schema nothing changes, but for {@code sqlite_sequence} and, with {@code into}, the copies. Nothing of either database's schema runs but
 * what storing a row needs: its checks, its generated columns and the expressions of its indexes, with functions that have no effects.
 *
 * <p>Names are matched by SQLite's own rule: the case of ASCII letters does not matter.
 *
 * <p>Not promised: writers wait from the first row to the commit, and without WAL readers too, from when SQLite's cache is full; what applications derive from these
 * tables by triggers ({@code FULLTEXT_STALE} names the full-text indexes) is not derived anew.
 */
package org.safeward.engine.sqlite.parts;
