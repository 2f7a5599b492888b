package org.safeward.engine.sqlite.connection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** Opens sessions with a file that is there, or with a database in memory. */
final class SessionOpening {
    private SessionOpening() {}

    /**
     * Opens a file for reading. It is opened writable where the system allows that, because a reader of a WAL database
     * has to write its {@code -shm}, and one that finds the journal of a crashed writer has to roll it back; SQL that writes is
     * refused.
     *
     * @param busyMillis how long one lock is waited for
     * @throws Fault DATABASE_MISSING, DATABASE_UNREACHABLE
     */
    static Session read(Path file, int busyMillis, Work work) {
        Session session = write(file, busyMillis, work);
        try {
            session.execute("PRAGMA query_only=ON");
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Opens a file for reading and writing. */
    static Session write(Path file, int busyMillis, Work work) {
        if (!Files.exists(file)) {
            throw new Fault(ErrorCode.DATABASE_MISSING, file);
        }
        if (!Files.isRegularFile(file)) {
            throw new Fault(ErrorCode.DATABASE_UNREACHABLE, file, "not a regular file");
        }
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(busyMillis);
        try {
            // As a URI: the driver makes a missing plain file for a moment, and cuts its name at a question mark.
            return new Session(
                    file, "jdbc:sqlite:" + file.toUri().toString().replace("file:///", "file:/"), config, work);
        } catch (SQLException e) {
            throw SqliteFaults.fault(e, file);
        }
    }

    /** An empty database in memory. */
    static Session memory() {
        try {
            Session memory =
                    new Session(Path.of(":memory:"), "jdbc:sqlite::memory:", new SQLiteConfig(), Work.UNWATCHED);
            memory.forbidOtherFiles();
            return memory;
        } catch (SQLException e) {
            throw SqliteFaults.fault(e, Path.of(":memory:"));
        }
    }
}
