package org.safeward.engine.sqlite.restore;

import java.nio.file.Path;
import java.sql.SQLException;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.connection.SqliteFaults;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;

/**
 * Copies a staging file into the live database with SQLite's online backup, all pages in one step, which is one transaction:
 * connections of the application keep working and see the old state or the new one.
 *
 * <p>The driver's call reports success whatever happened. What did happen is told by the connection's own error, which SQLite
 * sets when a backup is finished ({@code sqlite3_backup_finish}); by the count of pages; and by the schema version, which SQLite
 * raises with the last page. Only all of them together are taken for done.
 */
final class LiveCopy implements AutoCloseable {
    /** In one step; with fewer pages others could begin to write in between. */
    private static final int ALL_PAGES = -1;

    /** The application may be writing again already; it must not make a swap that is done look like one that failed. */
    private static final int PROOF_PATIENCE_MILLIS = 60_000;

    private static final System.Logger LOG = System.getLogger(LiveCopy.class.getName());

    private static final String NO_ERROR = "not an error";

    enum Outcome {
        DONE,
        /** Somebody has a lock. Nothing has changed. */
        LOCKED,
        /** The live file is no database. Nothing has changed. */
        DAMAGED
    }

    private final Path staging;
    private final Session live;
    private final long pages;
    private final String schema;
    private long versionBefore;

    private static final class Counted implements DB.ProgressObserver {
        private int remaining = -1;
        private int pages;

        @Override
        public void progress(int nowRemaining, int pageCount) {
            remaining = nowRemaining;
            pages = pageCount;
        }
    }

    LiveCopy(Path staging, Path live) {
        this.staging = staging;
        try (Session source = Session.read(staging, 0, Work.UNWATCHED)) {
            this.pages = source.number("PRAGMA page_count");
            this.schema = schemaText(source);
        }
        this.live = Session.write(live, 0, Work.UNWATCHED);
    }

    /** Whether the copy would get its locks now. Called before each {@link #copy}. */
    Outcome tryLocks() {
        try {
            live.tryExecute("BEGIN EXCLUSIVE");
            versionBefore = live.number("PRAGMA schema_version");
            live.tryExecute("ROLLBACK");
            return Outcome.DONE;
        } catch (SQLException e) {
            return outcome(e);
        }
    }

    /** @throws Fault what made it fail, other than an {@link Outcome}: nothing has changed */
    Outcome copy() {
        try {
            live.tryExecute("PRAGMA synchronous=FULL");
            Counted counted = new Counted();
            int code = live.connection().getDatabase().restore("main", staging.toString(), counted, 0, 0, ALL_PAGES);
            String error = live.lastError();
            if (!error.equals(NO_ERROR)) {
                return outcome(error);
            }
            prove(code, counted);
            return Outcome.DONE;
        } catch (SQLException e) {
            return outcome(e);
        }
    }

    /**
     * Looks at the live database itself. Rows are not compared: the application may have written some already. With a connection of
     * its own: one that was open before cannot read the database any more when the restored one has another text encoding.
     */
    private void prove(int code, Counted counted) {
        if (code != Codes.SQLITE_OK || counted.pages != pages || counted.remaining != 0) {
            throw new Fault(ErrorCode.SWAP_NOT_PROVEN, counted.pages + " of " + pages + " pages");
        }
        try (Session proof = Session.read(live.file(), PROOF_PATIENCE_MILLIS, Work.UNWATCHED)) {
            long version = proof.number("PRAGMA schema_version");
            if (version == versionBefore) {
                throw new Fault(ErrorCode.SWAP_NOT_PROVEN, "the schema version is still " + version);
            }
            boolean same = schemaText(proof).equals(schema);
            if (!same && proof.number("PRAGMA schema_version") == version) {
                throw new Fault(ErrorCode.SWAP_NOT_PROVEN, "the schema is not the restored one");
            }
        }
    }

    private static String schemaText(Session session) {
        return String.join(
                "\n",
                session.rows(
                        "SELECT hex(type || '|' || name || '|' || ifnull(sql, '')) FROM main.sqlite_schema ORDER BY rowid",
                        row -> row.getString(1)));
    }

    /** Moves what the copy left in the WAL into the file, if readers allow. The copy is done either way. */
    void checkpoint() {
        try {
            live.waitForLocks(0);
            live.tryExecute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.INFO, "the WAL of " + live.file() + " stays for a later checkpoint", e);
        }
    }

    /** By the texts of {@code sqlite3_errstr}: the driver keeps the number to itself. */
    private Outcome outcome(String error) {
        return switch (error) {
            case "database is locked", "database table is locked", "locking protocol" -> Outcome.LOCKED;
            case "file is not a database", "database disk image is malformed" -> Outcome.DAMAGED;
            case "database or disk is full" -> throw new Fault(ErrorCode.DISK_FULL, live.file());
            default -> throw new Fault(ErrorCode.SWAP_NOT_PROVEN, live.file() + ": " + error);
        };
    }

    private Outcome outcome(SQLException e) {
        return switch (SqliteFaults.code(e)) {
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> Outcome.LOCKED;
            case SQLITE_NOTADB, SQLITE_CORRUPT -> Outcome.DAMAGED;
            default -> throw SqliteFaults.fault(e, live.file());
        };
    }

    @Override
    public void close() {
        live.close();
    }
}
