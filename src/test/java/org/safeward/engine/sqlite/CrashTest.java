package org.safeward.engine.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.sqlite.connection.LiveFile;
import org.safeward.fixture.Thorough;

/** A process that restores is killed, at each step and at any moment: the live database is the old one or the new one. */
class CrashTest {
    private static final int ROWS = 3000;
    private static final int ROW_BYTES = 5000;
    private static final int TRIES = Thorough.orElse(8, 2);

    @TempDir
    Path directory;

    /** Where the driver puts its library, which a killed process leaves there. */
    @TempDir
    Path temporary;

    /** Which to restore, all when there are none. */
    List<String> tables = List.of();

    Path live;
    Path script;
    SqliteEngine engine;

    @BeforeEach
    void protect() throws Exception {
        live = directory.resolve("live.db");
        script = directory.resolve("backup.sql");
        engine = new SqliteEngine(new SqliteDatabase("default", live, directory.resolve("restored")));
        Files.writeString(
                script,
                "PRAGMA page_size=4096;\nCREATE TABLE t(state, filler);\n" + rows("new", ROWS)
                        + ";\nCREATE INDEX i ON t(state);\n");
    }

    @ParameterizedTest
    @CsvSource({"staged,DELETE", "checked,WAL", "fence,DELETE", "fence,WAL"})
    void killedBeforeTheSwapItIsTheOldOne(String step, String mode) throws Exception {
        old(mode);
        killAt(step, 0);
        assertEquals("old", state());
        assertNothingIsLeftAfterDiscarding();
    }

    @Test
    void killedAfterTheSwapItIsTheNewOne() throws Exception {
        old("WAL");
        killAt("swapped", 0);
        assertEquals("new", state());
        assertNothingIsLeftAfterDiscarding();
    }

    @ParameterizedTest
    @CsvSource({"DELETE,", "WAL,", "DELETE,t", "WAL,t"})
    void killedAtAnyMomentOfTheSwapItIsOneOfTheTwo(String mode, String table) throws Exception {
        tables = table == null ? List.of() : List.of(table);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> states = new ArrayList<>();
        oldAgain(mode);
        long swapMillis = swapMillis();
        for (int i = 0; i < TRIES; i++) {
            oldAgain(mode);
            try (Connection watching = Databases.open(live)) {
                // Spread from the beginning to a little after the end.
                killAt("swapping", (long) (swapMillis * 1.3 * (i + random.nextDouble()) / TRIES));
                String seen = state(watching);
                assertEquals(seen, state(), "seed " + seed);
                states.add(seen);
            }
            assertNothingIsLeftAfterDiscarding();
        }
        assertTrue(
                states.stream().allMatch(state -> state.equals("old") || state.equals("new")),
                states + " seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void killedAtAnyMomentOfReplacingALostFileItIsLostOrNew(boolean rubbish) throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < Thorough.orElse(5, 2); i++) {
            for (String name : Leftovers.files(directory, "live.db")) {
                delete(directory.resolve(name));
            }
            if (rubbish) {
                Files.writeString(live, "rubbish".repeat(5000));
                Files.writeString(LiveFile.companion(live, "-wal"), "stale");
            }
            killAt("swapping", random.nextInt(15));
            if (rubbish || Files.exists(live)) {
                assertTrue(Files.readString(live, StandardCharsets.ISO_8859_1).startsWith("rubbish")
                        || state().equals("new"));
            }
            assertNothingIsLeftAfterDiscarding();
        }
    }

    /**
     * A journal that SQLite had only just begun is not one to be rolled back: SQLite leaves it alone until it writes the next
     * time. So the database has to take a write, and then the journal has to be gone.
     */
    private void assertNothingIsLeftAfterDiscarding() throws Exception {
        engine.discardStaging("9_0123456789abcdef");
        assertEquals(List.of(), Leftovers.files(directory, ".restore-"));
        if (Files.exists(LiveFile.companion(live, "-journal"))) {
            try (Connection connection = Databases.open(live);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA user_version=9");
            }
            state();
            assertFalse(Files.exists(LiveFile.companion(live, "-journal")), "a journal stays");
        }
    }

    /** Which of the two states it is, every row of it. */
    private String state() throws SQLException {
        try (Connection connection = Databases.open(live)) {
            return state(connection);
        }
    }

    private static String state(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=10000");
            try (ResultSet rows = statement.executeQuery("SELECT group_concat(DISTINCT state), count(*) FROM t")) {
                String found = rows.getString(1) + " " + rows.getInt(2);
                rows.close();
                try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
                    assertEquals("ok", check.getString(1));
                }
                return found.equals("old " + ROWS / 2) ? "old" : found.equals("new " + ROWS) ? "new" : found;
            }
        }
    }

    private void oldAgain(String mode) throws SQLException {
        LiveFile.companions(live).forEach(CrashTest::delete);
        delete(live);
        old(mode);
    }

    private void old(String mode) throws SQLException {
        try (Connection connection = Databases.open(live);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=" + mode);
            statement.execute("CREATE TABLE t(state, filler)");
            statement.execute(rows("old", ROWS / 2));
        }
    }

    private static String rows(String state, int count) {
        return "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<" + count
                + ") SELECT '" + state + "', randomblob(" + ROW_BYTES + ") FROM n";
    }

    private void killAt(String step, long millisLater) throws Exception {
        Process child = restoring(step);
        try (BufferedReader words = child.inputReader()) {
            readTo(step, words);
            Thread.sleep(millisLater);
        } finally {
            kill(child);
        }
    }

    /** How long a swap takes that nobody disturbs. */
    private long swapMillis() throws Exception {
        Process child = restoring("swapped");
        try (BufferedReader words = child.inputReader()) {
            readTo("swapping", words);
            long begin = System.nanoTime();
            readTo("swapped", words);
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        } finally {
            kill(child);
        }
    }

    private static void readTo(String step, BufferedReader words) throws IOException {
        StringBuilder heard = new StringBuilder();
        String line = words.readLine();
        while (line != null && !line.equals(step)) {
            heard.append(line).append('\n');
            line = words.readLine();
        }
        assertEquals(step, line, heard::toString);
    }

    /** With SIGKILL. */
    private static void kill(Process child) throws InterruptedException {
        child.destroyForcibly();
        assertTrue(child.waitFor(10, TimeUnit.SECONDS));
    }

    private Process restoring(String step) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                RestoreProcess.class.getName(),
                live.toString(),
                script.toString(),
                step));
        command.addAll(tables);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
