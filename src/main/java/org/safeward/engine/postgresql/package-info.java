/**
 * PostgreSQL: pg_dump writes, our own script reader restores through JDBC, and the restored database is renamed into place.
 * Never psql: a script is data from outside, and psql obeys commands in it.
 *
 * <p><b>Dump.</b> {@link org.safeward.engine.postgresql.dump.PgDump} exports a snapshot and lends it to pg_dump, of the server's major
 * version or the lowest above. What is written is read by {@link org.safeward.engine.postgresql.script.PostgresScriptReader} on its way:
 * rows are counted from the bytes, and a table or sequence of the snapshot that is not among them fails the backup. The script
 * begins with {@code DROP ... IF EXISTS} of all it makes, so that psql loads it over what is there; our own restore passes over
 * these. Without a usable pg_dump {@link org.safeward.engine.postgresql.json.JsonDump} writes the rows as JSON, which is degraded.
 *
 * <p><b>Restore by swap.</b> A new database like the live one is made from template0 and filled statement by statement; tables,
 * rows and sequences are held against the manifest; then {@link org.safeward.engine.postgresql.restore.SwapByRename} renames both in
 * one transaction, which also carries over what lies outside of a database: grants, comment, security labels, settings. The
 * replaced database is kept for an undo. <b>In place</b>, where {@link org.safeward.engine.postgresql.restore.SwapObstacles} finds a cause: one
 * transaction empties the live database, runs the script and checks it. <b>Some tables</b> are taken out of a backup that is built beside the live
 * database ({@link org.safeward.engine.postgresql.parts}).
 *
 * <p><b>What acts while a script loads.</b> {@link org.safeward.engine.postgresql.load.RunLast} makes event triggers last of all and sets sequences
 * once more. {@link org.safeward.engine.postgresql.load.ContentCheck} holds the rows that the server took of each COPY against the manifest, and
 * what the tables hold in the end; a difference is passed over, and told, only where {@link org.safeward.engine.postgresql.load.SideEffects} has
 * measured that a statement of the script made it.
 *
 * <p><b>What cannot be made again.</b> {@link org.safeward.engine.postgresql.dump.Forecast} warns of it when the backup is taken, as far as the catalogs
 * tell. A restore that fails is run once more by {@link org.safeward.engine.postgresql.load.Forbearing}, which goes on behind objects that keep neither rows
 * nor rights ({@link org.safeward.engine.postgresql.load.ScriptObject}) and in the end refuses unless the user has named all that are missing. Checks that keep
 * rows out are made when all rows are there ({@link org.safeward.engine.postgresql.load.ChecksAside}). In place
 * it is so from the beginning, by savepoints.
 *
 * <p>Promises: at every moment the name stands for the old or the new state as a whole, whoever dies, the server included; once
 * Safeward is back, {@code discardStaging} removes what is left and is marked as ours. Nothing of a script runs before roles, extensions and rights
 * that the server lacks were looked for. Each statement is sent as one ({@link org.safeward.engine.postgresql.connection.OneStatement}): where
 * reader and server disagree about its end, it does not run. In place, what is committed is proven to be the transaction that was begun. Heap does not grow with the database: rows go through in pieces, results and notices
 * of a script are dropped; a single statement may take a seventh of the heap, at least 16 MiB, and one large one is in memory at a time.
 *
 * <p>Rights: a backup needs to read every table (owner, or pg_read_all_data) and is refused where a row policy would hide rows. A
 * swap needs CREATEDB, ownership of the database, entry to the maintenance database and to new ones, the right to end the
 * sessions there (pg_signal_backend), and membership in every role that owns something. In place needs ownership of all
 * schemas and what lies outside of them. Scripts from outside are refused for roles that can leave the database ({@link
 * org.safeward.engine.postgresql.load.UploadTrust}): that is the boundary, {@link org.safeward.engine.postgresql.script.ScriptBoundary} only gives
 * clear messages. They may not grow without end ({@link org.safeward.engine.postgresql.restore.GrowthLimit}).
 *
 * <p><b>Owners</b> may want their functions run with our rights. No query of ours is over a relation of a user's: rows are counted by COPY
 * ({@link org.safeward.engine.postgresql.content.RowCount}), sequences read by their oids. Loading runs functions of theirs; a backup names them
 * ({@link org.safeward.engine.postgresql.dump.LoadedFunctions}). <b>Names</b> prove nothing: only what carries our mark is dropped ({@link
 * org.safeward.engine.postgresql.restore.DatabaseMark}).
 *
 * <p>Not promised: subscriptions are not backed up. Changed grants on the system's own objects outlive a restore in place. A
 * database that is lost altogether comes back with its encoding, locale, owner and settings, not with its grants. What others
 * commit between the safety backup and the swap is lost: there is no cheap way to notice it. Rows of a table whose name is no text
 * (neither ASCII nor UTF-8 in a database without encoding) cannot be restored, which the backup warns of. A stop waits for at most ten seconds
 * while a connection is being opened.
 *
 * <p>Plain Java: the JDK, the PostgreSQL driver (with its CopyManager), Gson for the JSON, {@code archive} and {@code fault}.
 */
package org.safeward.engine.postgresql;
