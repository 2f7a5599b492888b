package org.safeward.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.Thorough;
import org.safeward.fixture.VersionedDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.server.SafewardServer;

/** A server that is killed at any moment of the swap, with the application's connection open all the time. */
class KilledSwapIT {
    private static final int ROWS = 1500;
    private static final Duration TIME_FOR_ROUNDS = Duration.ofSeconds(Thorough.orElse(25, 1));

    @TempDir
    Path folder;

    private final Random random = new Random();
    private volatile boolean over;

    /** CrashTest has both for the gate. */
    static List<String> journalModes() {
        return Thorough.orElse(List.of("wal", "delete"), List.of("wal"));
    }

    @ParameterizedTest
    @MethodSource("journalModes")
    void everyConnectionSeesTheOldStateOrTheNewOne(String journalMode) throws Exception {
        VersionedDatabase live = VersionedDatabase.create(folder.resolve("live.db"), journalMode, ROWS, 10_000);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (SafewardServer server =
                SafewardServer.deployed(folder.resolve("home")).protecting(live.file())) {
            HeldJobs jobs = new HeldJobs(server);
            server.start();
            long record = server.api()
                    .post("backup/create")
                    .data()
                    .getJsonNumber("id")
                    .longValue();
            Future<Set<String>> seen = thread.submit(watching(live));
            long end = System.nanoTime() + TIME_FOR_ROUNDS.toNanos();
            for (int round = 0; round == 0 || System.nanoTime() < end; round++) {
                killInASwap(server, jobs, live, record, "round " + round);
            }
            over = true;
            assertTrue(seen.get().contains("first"));
        } finally {
            over = true;
            thread.shutdownNow();
        }
    }

    private void killInASwap(SafewardServer server, HeldJobs jobs, VersionedDatabase live, long record, String newer)
            throws Exception {
        live.becomeVersion(newer);
        jobs.hold("restore.swap");
        long job = jobs.startRestore(record, false);
        jobs.awaitAt(job, "restore.swap");
        jobs.release();
        int delay = random.nextInt(400);
        Waiting.sleep(Duration.ofMillis(delay));
        server.kill();

        String after = String.join(", ", live.versions());
        assertTrue(Set.of("first", newer).contains(after), after);
        server.start();
        assertEquals(after, String.join(", ", live.versions()), "the start has changed the live database");
        assertSaysTheTruth(jobs.job(job), after, newer);
        assertEquals(
                Set.of("live.db"),
                Set.copyOf(live.neighbours().stream()
                        .filter(name -> name.startsWith("live.db"))
                        .filter(name -> !name.matches(".*-(wal|shm|journal)"))
                        .toList()));
        assertEquals(200, server.api().post("backup/create").status());
    }

    private static void assertSaysTheTruth(JsonObject job, String after, String newer) {
        String told = job.getString("state") + " " + job.getString("error", "");
        switch (told.strip()) {
            case "completed" -> assertEquals("first", after);
            case "failed SERVER_STOPPED" -> assertEquals(newer, after);
            default -> assertEquals("failed RESTORE_INTERRUPTED", told);
        }
    }

    /** Reads both tables in one moment, again and again, through one connection. */
    private Callable<Set<String>> watching(VersionedDatabase live) {
        return () -> {
            Set<String> seen = new TreeSet<>();
            try (Connection connection = live.open();
                    Statement statement = connection.createStatement()) {
                while (!over) {
                    Set<String> now = versions(statement);
                    assertEquals(1, now.size(), () -> "a mix: " + now);
                    seen.addAll(now);
                    Waiting.sleep(Duration.ofMillis(30));
                }
            }
            return seen;
        };
    }

    private static Set<String> versions(Statement statement) throws SQLException {
        Set<String> versions = new TreeSet<>();
        try (ResultSet rows = statement.executeQuery("SELECT version FROM goods WHERE id IN (1, 700, " + ROWS
                + ") UNION SELECT version FROM sales WHERE id IN (1, 700, " + ROWS + ")")) {
            while (rows.next()) {
                versions.add(rows.getString(1));
            }
        }
        return versions;
    }
}
