package org.safeward.engine.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;

/** Beside an application that does not wait for us, and jobs that are stopped. */
class BusyDatabaseTest {
    private static final long MOST_MILLIS_TO_STOP = 2000;

    @TempDir
    Path directory;

    Path live;
    SqliteEngine engine;

    @BeforeEach
    void protect() throws Exception {
        live = directory.resolve("live.db");
        engine = new SqliteEngine(new SqliteDatabase("default", live, directory.resolve("restored")));
        try (Connection connection = Databases.open(live);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE a(v)");
            statement.execute("CREATE TABLE filler(x)");
            statement.execute("CREATE TABLE b(v)");
            statement.execute("INSERT INTO a VALUES (1000000)");
            statement.execute("INSERT INTO b VALUES (0)");
            statement.execute(
                    "INSERT INTO filler WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<100000)"
                            + " SELECT 'row ' || i FROM n");
        }
    }

    @Test
    void aDumpIsOneMomentAndAWriterIsNeverRefused() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        AtomicLong commits = new AtomicLong();
        CompletableFuture<Void> application = CompletableFuture.runAsync(() -> writeUntil(end, commits));
        try {
            for (int i = 0; i < 3; i++) {
                Path script = directory.resolve("backup" + i + ".sql");
                long before = commits.get();
                try (OutputStream out = Files.newOutputStream(script)) {
                    engine.dump(out, Work.UNWATCHED);
                }
                assertTrue(commits.get() > before, "nothing was committed meanwhile, so this proves nothing");
                Path copy = directory.resolve("copy" + i + ".db");
                assertEquals("", Shell.load(script, copy));
                assertEquals(1_000_000, total(copy));
            }
        } finally {
            end.set(true);
            application.get(30, TimeUnit.SECONDS);
        }
    }

    private void writeUntil(AtomicBoolean end, AtomicLong commits) {
        try (Connection connection = Databases.open(live);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=0");
            statement.execute("PRAGMA synchronous=OFF");
            while (!end.get()) {
                statement.execute("BEGIN IMMEDIATE");
                statement.execute("UPDATE a SET v = v - 1");
                statement.execute("UPDATE b SET v = v + 1");
                statement.execute("INSERT INTO filler VALUES (1)");
                statement.execute("COMMIT");
                commits.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the writer was refused", e);
        }
    }

    private static long total(Path file) throws SQLException {
        try (Connection connection = Databases.open(file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT (SELECT v FROM a) + (SELECT v FROM b)")) {
            return rows.getLong(1);
        }
    }

    @Test
    void aStopEndsADump() throws Exception {
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                sleep(50);
            }
        };
        assertStops(work -> engine.dump(slow, work));
    }

    @Test
    void aStopEndsAStatementThatWouldRunForEver() throws Exception {
        Path script = directory.resolve("endless.sql");
        Files.writeString(
                script,
                "CREATE TABLE t(a);\nINSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n;");
        BackupScript backup = new BackupScript(script, Optional.empty(), true);
        assertStops(work -> engine.stage(backup, "5", new Destination.Live(), work));
    }

    private interface Job {
        void run(Work work) throws Exception;
    }

    private void assertStops(Job job) throws Exception {
        StoppableWork work = new StoppableWork();
        CompletableFuture<Long> stopped = CompletableFuture.supplyAsync(() -> {
            sleep(200);
            work.stop();
            return System.nanoTime();
        });
        assertThrows(WorkStopped.class, () -> job.run(work));
        long millis = Duration.ofNanos(System.nanoTime() - stopped.get()).toMillis();
        assertTrue(millis < MOST_MILLIS_TO_STOP, millis + " ms");
        assertEquals(List.of(), Leftovers.files(directory, ".restore-"));
        assertEquals(List.of(), Leftovers.openFiles(directory));
        Leftovers.assertNoThreads();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
