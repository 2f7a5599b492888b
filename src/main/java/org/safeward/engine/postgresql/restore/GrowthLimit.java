package org.safeward.engine.postgresql.restore;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Work on a script from outside that ends when the database grows more than such a script can need, or when it leaves too little of the
 * server's disk, as far as that can be seen from here: one line of SQL can fill it, and the live database is on it too. The size is asked
 * for several times a second, on a connection of its own.
 *
 * <p>The limit is a heuristic unless it was set: a gibibyte, twice the live database, and fifty times the bytes of the script that were
 * read so far (a row of one small number takes eighteen times its text, each index on it ten times). A script of such rows with more
 * than three indexes each is refused although it means no harm; the fault names the setting.
 *
 * <p>Not watched: temporary files of large sorts ({@code temp_file_limit} of the role bounds them) and the write-ahead log. When the role
 * may not have another connection, nothing is watched, and the log says so.
 */
final class GrowthLimit extends LimitedWork implements AutoCloseable {
    private static final Logger LOG = System.getLogger(GrowthLimit.class.getName());
    private static final String SIZE =
            "SELECT pg_catalog.pg_database_size(oid) FROM pg_catalog.pg_database WHERE datname = ?";
    private static final String DATA_DIRECTORY =
            "SELECT setting FROM pg_catalog.pg_settings WHERE name = 'data_directory'";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");
    private static final long LEAST = 1L << 30;
    private static final int PER_BYTE = 50;

    /** The write-ahead log of what is loaded, and of its removal, in files of 16 MB. */
    private static final long FOR_LOG = 64L << 20;

    private static final long PAUSE_MILLIS = 200;

    private final PostgresSettings settings;
    private final String database;
    private final String job;
    private Session session;
    private Thread thread;
    private volatile long bytesOfScript;
    private volatile boolean closed;

    /**
     * Watches nothing yet: see {@link #start}.
     *
     * @param database that grows
     * @param job names the connection
     */
    GrowthLimit(PostgresSettings settings, String database, String job, Work work) {
        super(work);
        this.settings = settings;
        this.database = database;
        this.job = job;
    }

    /**
     * From now on the database, which is there, is watched. To be called when the work has its own connections: a role that may have only
     * one needs that one.
     */
    void start() {
        try {
            // Not among the job's sessions, which are ended before it begins anew.
            session = Session.open(settings.address(), "safeward size " + job, Work.UNWATCHED);
        } catch (Fault e) {
            LOG.log(Level.WARNING, "the size of " + database + " cannot be watched", e);
            return;
        }
        long before = size(database);
        thread = new Thread(() -> watch(before), "safeward-growth");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(long before) {
        try {
            long live = size(settings.address().database());
            var disk = disk();
            long reserve = disk.map(store -> reserve(free(store))).orElse(0L);
            while (!closed && !isExceeded()) {
                long most = settings.maxGrowth().orElse(LEAST + 2 * live + PER_BYTE * bytesOfScript);
                if (size(database) - before > most) {
                    exceed(new Fault(ErrorCode.SCRIPT_OUTGROWS, most));
                } else if (disk.isPresent() && free(disk.get()) < reserve) {
                    exceed(new Fault(ErrorCode.DISK_FULL, settings.address()));
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Fault e) {
            // Not for long: a connection that is lost is lost to the restore as well.
            LOG.log(Level.WARNING, "the size of " + database + " is no longer watched", e);
        }
    }

    /** What is left to the live database: a tenth, but enough for the server to go on, as long as that is no more than a half. */
    private static long reserve(long free) {
        return Math.min(LEAST, Math.max(free / 10, Math.min(free / 2, FOR_LOG)));
    }

    private long size(String database) {
        String size = session.string(SIZE, database);
        return size == null ? 0 : Long.parseLong(size);
    }

    /** Where the server keeps its data, when that is on this machine and the role may know. */
    private Optional<FileStore> disk() {
        String directory = session.string(DATA_DIRECTORY);
        if (directory == null || !THIS_MACHINE.contains(settings.address().host())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.getFileStore(Path.of(directory)));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the server's disk cannot be seen", e);
            return Optional.empty();
        }
    }

    private static long free(FileStore store) {
        try {
            return store.getUsableSpace();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the server's disk cannot be seen any more", e);
            return Long.MAX_VALUE;
        }
    }

    @Override
    public void progress(long rows, long bytes) {
        bytesOfScript = bytes;
        super.progress(rows, bytes);
    }

    @Override
    public void close() {
        closed = true;
        if (thread == null) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            session.close();
        }
    }
}
