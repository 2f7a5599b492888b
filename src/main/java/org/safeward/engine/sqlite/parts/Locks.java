package org.safeward.engine.sqlite.parts;

import java.sql.SQLException;
import java.time.Duration;
import org.safeward.engine.Fence;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.connection.SqliteFaults;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.sqlite.SQLiteErrorCode;

/** Waits for the locks of others at the two steps that need them, in short pauses so that a stop is heard. */
final class Locks {
    /** Needs the lock of a reader. */
    static final String READ = "SELECT count(*) FROM main.sqlite_schema";

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    private static final System.Logger LOG = System.getLogger(Locks.class.getName());

    private final Session session;
    private final Work work;
    private final Duration patience;

    Locks(Session session, Work work, Duration patience) {
        this.session = session;
        this.work = work;
        this.patience = patience;
    }

    /** As {@link #waitFor(String, Fence)}, for what can be taken back. */
    void waitFor(String statement) {
        waitFor(statement, () -> {});
    }

    /**
     * @param before is passed before each try
     * @throws Fault DATABASE_LOCKED when it takes too long
     */
    void waitFor(String statement, Fence before) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            work.checkpoint();
            before.pass();
            try {
                session.tryExecute(statement);
                return;
            } catch (SQLException e) {
                boolean locked = SqliteFaults.code(e) == SQLiteErrorCode.SQLITE_BUSY;
                if (!locked || System.nanoTime() - deadline >= 0) {
                    throw locked ? new Fault(e, ErrorCode.DATABASE_LOCKED, session.file()) : session.fault(e);
                }
            }
            pause();
        }
    }

    /** Moves what was written to the WAL into the file, if readers allow; it is done either way. Writers would wait with us for a reader. */
    void checkpoint() {
        session.waitForLocks(0);
        try {
            session.tryExecute("PRAGMA main.wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.INFO, "the WAL of " + session.file() + " stays for a later checkpoint", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkStopped(e);
        }
    }
}
