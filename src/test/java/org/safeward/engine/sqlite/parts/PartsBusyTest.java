package org.safeward.engine.sqlite.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.sqlite.Contents;
import org.safeward.engine.sqlite.Databases;
import org.safeward.engine.sqlite.StoppableWork;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.SmallDisk;

/** Beside an application, a stop, and a disk that is full. */
class PartsBusyTest {
    private static final int ROWS = 20_000;

    @TempDir
    Path directory;

    PartsRestore restore;

    @BeforeEach
    void protect() {
        restore = new PartsRestore(directory);
    }

    private void twoTables(String mode) throws Exception {
        restore.backedUp(
                "PRAGMA journal_mode=" + mode,
                "CREATE TABLE a(id INTEGER PRIMARY KEY, v)",
                "CREATE TABLE b(id INTEGER PRIMARY KEY, v)",
                "CREATE TRIGGER r AFTER INSERT ON a BEGIN DELETE FROM b; END",
                rows("a"),
                rows("b"));
        restore.run("UPDATE a SET v = 'new'", "UPDATE b SET v = 'new'");
        restore.alone = false;
    }

    private static String rows(String table) {
        return "INSERT INTO " + table + " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<" + ROWS
                + ") SELECT i, 'old' FROM n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void othersSeeBothTablesBeforeOrAfter(String mode) throws Exception {
        twoTables(mode);
        restore.run("DROP TRIGGER r");
        AtomicBoolean end = new AtomicBoolean();
        CompletableFuture<List<String>> seen = CompletableFuture.supplyAsync(() -> look(end));
        restore.replace("a", "b");
        Thread.sleep(50);
        end.set(true);
        List<String> states = seen.get(20, TimeUnit.SECONDS);
        assertEquals(List.of("new 2", "old 2"), states.stream().distinct().toList());
    }

    /** As an application with a timeout of its own; each look is one statement. */
    private List<String> look(AtomicBoolean end) {
        List<String> states = new ArrayList<>();
        try (Connection connection = Databases.open(restore.live);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=20000");
            while (!end.get()) {
                try (ResultSet rows = statement.executeQuery(
                        "SELECT group_concat(DISTINCT v)||' '||count(*) FROM (SELECT max(v) AS v, count(*) AS n FROM a"
                                + " UNION ALL SELECT min(v), count(*) FROM b) WHERE n = " + ROWS)) {
                    states.add(rows.getString(1));
                }
            }
            return states;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void aWriterIsWaitedForAndThenNamed(String mode) throws Exception {
        twoTables(mode);
        try (Connection writer = Databases.open(restore.live);
                Statement statement = writer.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("UPDATE b SET v = 'theirs'");
            restore.patience = Duration.ofMillis(300);
            restore.refused(ErrorCode.DATABASE_LOCKED, "a");
            restore.patience = Duration.ofSeconds(20);
            CompletableFuture<Void> restoring = CompletableFuture.runAsync(() -> quietly("a"));
            Thread.sleep(700);
            assertFalse(restoring.isDone());
            statement.execute("COMMIT");
            restoring.get(20, TimeUnit.SECONDS);
        }
        assertEquals("old theirs", restore.one("SELECT (SELECT max(v) FROM a)||' '||(SELECT max(v) FROM b)"));
    }

    /** Without WAL the commit needs the reader gone; with it he keeps what he sees. */
    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void aReaderIsWaitedForWhereHeHasToBe(String mode) throws Exception {
        twoTables(mode);
        try (Connection reader = Databases.open(restore.live);
                Statement statement = reader.createStatement()) {
            statement.execute("BEGIN");
            statement.executeQuery("SELECT count(*) FROM a").close();
            restore.patience = Duration.ofMillis(300);
            if (mode.equals("DELETE")) {
                restore.refused(ErrorCode.DATABASE_LOCKED, "a");
            } else {
                // Nor do writers wait for him when it is done, which a checkpoint could make them.
                assertTimeout(Duration.ofSeconds(20), () -> restore.replace("a"));
                try (ResultSet seen = statement.executeQuery("SELECT max(v) FROM a")) {
                    assertEquals("new", seen.getString(1));
                }
            }
            statement.execute("ROLLBACK");
            statement.execute("INSERT INTO b(v) VALUES (1)");
        }
        restore.replace("a");
        assertEquals("old", restore.one("SELECT max(v) FROM a"));
    }

    private void quietly(String table) {
        try {
            restore.replace(table);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStopInTheMiddleOrAFenceThatDoesNotLetThroughChangesNothing() throws Exception {
        twoTables("DELETE");
        List<String> before = Contents.of(restore.live);
        restore.fence = () -> {
            restore.work.stop();
            restore.work.checkpoint();
        };
        assertThrows(WorkStopped.class, () -> restore.replace("a"));
        assertEquals(before, Contents.of(restore.live));
    }

    /** What was stopped has changed nothing, and what was done is not called stopped. */
    @Test
    void aStopAtAnyMomentLeavesTheOldOrTheNew() throws Exception {
        twoTables("DELETE");
        for (int i = 0; i < 6; i++) {
            restore.run("UPDATE a SET v = 'new'");
            long delay = i * 60_000_000L;
            restore.work = new StoppableWork();
            StoppableWork work = restore.work;
            CompletableFuture<Void> stop = new CompletableFuture<>();
            restore.afterCheck = () -> CompletableFuture.runAsync(() -> {
                LockSupport.parkNanos(delay);
                work.stop();
                stop.complete(null);
            });
            boolean stopped = false;
            try {
                restore.replace("a");
            } catch (WorkStopped e) {
                stopped = true;
            }
            stop.get(20, TimeUnit.SECONDS);
            assertEquals(List.of(stopped ? "new" : "old"), restore.rows("SELECT DISTINCT v FROM a"), "try " + i);
        }
    }

    /** He may write while it is proven, and that is not taken for a failure. */
    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void anApplicationThatGoesOnWritingDoesNotMakeItFail(String mode) throws Exception {
        twoTables(mode);
        AtomicBoolean end = new AtomicBoolean();
        CompletableFuture<Void> application = CompletableFuture.runAsync(() -> {
            try (Connection connection = Databases.open(restore.live);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout=20000");
                statement.execute("PRAGMA synchronous=OFF");
                while (!end.get()) {
                    statement.execute("UPDATE a SET v = 'theirs' WHERE id = 1");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        for (int i = 0; i < 3; i++) {
            restore.replace("a");
        }
        end.set(true);
        application.get(20, TimeUnit.SECONDS);
        assertEquals("old", restore.one("SELECT v FROM a WHERE id = 2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void aFullDiskChangesNothing(String mode) throws Exception {
        try (SmallDisk disk = SmallDisk.on(directory.resolve("small"), 40)) {
            restore = new PartsRestore(disk.folder(), 0L);
            restore.backedUp(
                    "PRAGMA journal_mode=" + mode,
                    "CREATE TABLE a(v)",
                    "INSERT INTO a WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<1000)"
                            + " SELECT randomblob(5000) FROM n");
            restore.run("DELETE FROM a", "VACUUM", "INSERT INTO a VALUES (1)");
            restore.afterCheck = () -> disk.leaveFree(1500);
            Fault fault = assertThrows(Fault.class, () -> restore.replace("a"));
            assertEquals(ErrorCode.DISK_FULL, fault.code(), fault::getMessage);
            assertEquals("1", restore.one("SELECT count(*) FROM a"));
            assertEquals("ok", restore.one("PRAGMA integrity_check"));
            disk.free();
            restore.afterCheck = () -> {};
            restore.replace("a");
            assertEquals("1000", restore.one("SELECT count(*) FROM a"));
        }
    }

    @Test
    void manyRowsComeBackInLittleMemory() throws Exception {
        restore.backedUp(
                "CREATE TABLE a(id INTEGER PRIMARY KEY, v UNIQUE)",
                "CREATE TABLE c(a REFERENCES a)",
                "INSERT INTO a WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<200000)"
                        + " SELECT i, 'row ' || i FROM n",
                // None of them refers to anything.
                "INSERT INTO c SELECT -id FROM a");
        restore.run("DELETE FROM a WHERE id % 2");
        System.gc();
        long before = used();
        AtomicBoolean end = new AtomicBoolean();
        CompletableFuture<Long> most = CompletableFuture.supplyAsync(() -> {
            long highest = 0;
            while (!end.get()) {
                System.gc();
                highest = Math.max(highest, used());
                LockSupport.parkNanos(100_000_000);
            }
            return highest;
        });
        restore.replace("a");
        end.set(true);
        long megabytes = (most.get(20, TimeUnit.SECONDS) - before) >> 20;
        assertTrue(megabytes < 40, megabytes + " MB");
        assertEquals("200000", restore.one("SELECT count(*) FROM a"));
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
