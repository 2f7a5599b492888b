package org.safeward.engine.sqlite.dump;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.PrivateFile;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;

/**
 * Copies what a session sees in its read transaction into a new file, by SQLite's online backup on this very connection: whatever others
 * commit meanwhile is not in it. It goes by steps, between which the transaction stays, so it never begins anew.
 *
 * <p>The driver's call reports success whatever happened. So all pages have to be counted, and the file has to have their size; whoever uses the
 * copy looks into it as well. Nor can the call be ended between steps: a stop is heard when the copy is made.
 */
final class OnlineCopy {
    private static final int PAGES_OF_A_STEP = 4096;
    private static final int PRIMARY_CODE = 0xff;

    private final Session session;
    private final Path file;
    private final Work work;

    private final class Counted implements DB.ProgressObserver {
        private final long pageSize;
        private int remaining = -1;
        private int pages;

        Counted(long pageSize) {
            this.pageSize = pageSize;
        }

        @Override
        public void progress(int nowRemaining, int pageCount) {
            remaining = nowRemaining;
            pages = pageCount;
            work.progress(0, (pageCount - nowRemaining) * pageSize);
        }
    }

    /** @param file that is not there */
    OnlineCopy(Session session, Path file, Work work) {
        this.session = session;
        this.file = file;
        this.work = work;
    }

    /** @throws Fault DISK_FULL, VERIFY_FAILED */
    void make() throws IOException {
        long pages = session.number("PRAGMA page_count");
        long pageSize = session.number("PRAGMA page_size");
        long bytes = pages * pageSize;
        if (room() < bytes) {
            throw new Fault(ErrorCode.DISK_FULL, file);
        }
        PrivateFile.create(file).close();
        if (pages == 0) {
            empty();
            return;
        }
        Counted counted = new Counted(pageSize);
        int code = copy(counted);
        boolean all = code == Codes.SQLITE_OK && counted.remaining == 0 && counted.pages == pages;
        if (!all || Files.size(file) != bytes) {
            // The driver may keep to itself that it was the disk.
            if ((code & PRIMARY_CODE) == Codes.SQLITE_FULL || room() < bytes - Files.size(file)) {
                throw new Fault(ErrorCode.DISK_FULL, file);
            }
            throw new Fault(
                    ErrorCode.VERIFY_FAILED,
                    "snapshot: " + (counted.pages - counted.remaining) + " / " + pages + ", " + code);
        }
    }

    private long room() throws IOException {
        return Files.getFileStore(file.getParent()).getUsableSpace();
    }

    /** A file without any page is an empty database to SQLite, but to nobody else: this makes its first page. */
    private void empty() {
        try (Session first = Session.write(file, 0, work)) {
            first.execute("PRAGMA user_version=0");
        }
    }

    private int copy(Counted counted) {
        try {
            return session.connection().getDatabase().backup("main", file.toString(), counted, 0, 0, PAGES_OF_A_STEP);
        } catch (SQLException e) {
            throw session.fault(e);
        }
    }
}
