package org.safeward.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.sqlite.Databases;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Messages;
import org.safeward.fixture.Bank;
import org.safeward.fixture.Traces;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.Refusals;
import org.safeward.server.SafewardServer;

/** Beside an application, in another process than ours, that goes on working. */
class BusyApplicationIT {
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static Path live;
    private static Api api;

    @BeforeAll
    static void start() {
        live = folder.resolve("live.db");
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(live)
                .with("safeward.restore.lock-timeout", LOCK_TIMEOUT.toSeconds() + "s");
        api = server.start().api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private int backup2020;

    @BeforeEach
    void backUp2020AndGoOnTo2021() {
        Bank.open(live, 2020);
        backup2020 = backup();
        Bank.open(live, 2021, "WAL");
    }

    private static int backup() {
        Answer answer = api.post("backup/create");
        assertEquals(0, answer.code(), answer.text());
        return answer.data().getInt("id");
    }

    private Answer restore(int record, String more) {
        return api.post("backup/restore", "{\"record_id\": " + record + more + "}");
    }

    /** An application that commits all the time and never waits: one refusal and it fails. */
    private static final class Writer implements AutoCloseable {
        private final AtomicBoolean end = new AtomicBoolean();
        private final AtomicLong commits = new AtomicLong();
        private final CompletableFuture<Void> work;

        Writer(int patienceMillis) {
            work = CompletableFuture.runAsync(() -> write(patienceMillis));
            assertTrue(Waiting.until(Duration.ofSeconds(20), () -> commits.get() > 0 || work.isDone()));
        }

        private void write(int patienceMillis) {
            try (Connection connection = Databases.open(live);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout=" + patienceMillis);
                statement.execute("PRAGMA synchronous=OFF");
                while (!end.get()) {
                    statement.execute("BEGIN IMMEDIATE");
                    Bank.transfer(statement);
                    statement.execute("COMMIT");
                    commits.incrementAndGet();
                }
            } catch (SQLException e) {
                throw new IllegalStateException("the writer was refused", e);
            }
        }

        @Override
        public void close() throws Exception {
            end.set(true);
            work.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aWriterIsNeverRefusedAndTheBackupIsOneMoment() throws Exception {
        int record;
        try (Writer writer = new Writer(0)) {
            long before = writer.commits.get();
            record = backup();
            assertTrue(writer.commits.get() > before, "nothing was committed meanwhile, so this proves nothing");
        }
        assertEquals(0, restore(record, ", \"target\": \"busy.db\"").code());
        assertEquals(2021, Bank.year(server.home().resolve("restored/busy.db")));
    }

    @Test
    void aRestoreUnderAWriterThatNeverPausesLosesNoneOfItsCommits() throws Exception {
        Answer answer;
        long commits;
        try (Writer writer = new Writer(10_000)) {
            answer = restore(backup2020, "");
            commits = writer.commits.get();
        }
        ErrorCode code = ErrorCode.valueOf(answer.error());
        assertTrue(Set.of(ErrorCode.DATABASE_CHANGED, ErrorCode.DATABASE_LOCKED).contains(code), answer.text());
        Refusals.assertRefusal(code, Messages.CHINESE, answer);
        assertTrue(answer.hasNullData());
        assertEquals(2021, Bank.year(live));
        try (Connection connection = Databases.open(live);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT amount FROM vault")) {
            assertTrue(rows.getLong(1) >= commits, rows.getLong(1) + " of " + commits);
        }
        assertEquals(1, Traces.beside(live).size());
    }

    @Test
    void aWriteLockThatIsHeldEndsTheRestoreAndLeavesTheDatabase() throws Exception {
        for (String journal : List.of("WAL", "DELETE")) {
            Bank.open(live, 2021, journal);
            try (Connection connection = Databases.open(live);
                    Statement statement = connection.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                Bank.transfer(statement);
                long begin = System.nanoTime();
                Answer answer = restore(backup2020, "");
                Duration taken = Duration.ofNanos(System.nanoTime() - begin);
                Refusals.assertRefusal(ErrorCode.DATABASE_LOCKED, Messages.CHINESE, answer);
                assertTrue(taken.compareTo(LOCK_TIMEOUT) >= 0, taken.toString());
                assertTrue(taken.compareTo(LOCK_TIMEOUT.plusSeconds(20)) < 0, taken.toString());
                statement.execute("COMMIT");
            }
            assertEquals(2021, Bank.year(live));
            assertEquals(1, Traces.beside(live).size());
            assertEquals(0, restore(backup2020, "").code());
            assertEquals(2020, Bank.year(live));
        }
    }

    @Test
    void openConnectionsSeeTheOldStateOrTheNewOne() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        Set<Integer> seen = new ConcurrentSkipListSet<>();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> readUntil(end, seen));
        try (Connection inside = Databases.open(live)) {
            inside.setAutoCommit(false);
            try (Statement statement = inside.createStatement()) {
                statement.executeQuery("SELECT * FROM cash").close();
                assertTrue(Waiting.until(Duration.ofSeconds(20), () -> seen.contains(2021) || reader.isDone()));
                Answer answer = restore(backup2020, "");
                assertEquals(0, answer.code(), answer.text());
                try (var rows = statement.executeQuery("SELECT year FROM vault")) {
                    assertEquals(2021, rows.getInt(1), "a transaction goes on in its own moment");
                }
            }
            inside.rollback();
            inside.setAutoCommit(true);
            assertEquals(2020, Bank.year(inside));
            assertTrue(Waiting.until(Duration.ofSeconds(20), () -> seen.contains(2020) || reader.isDone()));
        } finally {
            end.set(true);
            reader.get(30, TimeUnit.SECONDS);
        }
        assertEquals(Set.of(2020, 2021), seen);
    }

    private static void readUntil(AtomicBoolean end, Set<Integer> seen) {
        try (Connection connection = Databases.open(live);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=10000");
            while (!end.get()) {
                seen.add(Bank.year(connection));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the reader was refused", e);
        }
    }
}
