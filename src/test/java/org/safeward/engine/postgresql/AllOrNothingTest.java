package org.safeward.engine.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.postgresql.InterruptedRestore.Step;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fixture.Thorough;

/** Whatever dies at whatever step: the database is in its old or its new state, can be entered, and nothing is left about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@NeedsPostgres
class AllOrNothingTest {
    private static final String DATABASE = "whole";
    private static final String JOB = "31";

    @TempDir
    static Path temporary;

    private PostgresServer server;
    private BackupScript script;
    private String restored;
    private String changed;

    @BeforeAll
    void aServerWithABackup() throws IOException {
        server = PostgresServer.started();
        server.create(DATABASE);
        server.sql(
                DATABASE,
                "CREATE TABLE big (id serial PRIMARY KEY, note text)",
                "INSERT INTO big (note) SELECT repeat(md5(n::text), 10) FROM generate_series(1, 20000) n",
                "CREATE INDEX ON big (note)");
        script = BackupFiles.backUp(engine(RestoreMode.AUTO), temporary.resolve("b.sql.zip"));
        restored = server.portrait(DATABASE);
    }

    @BeforeEach
    void theDatabaseHasChangedSince() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
        server.create(DATABASE);
        server.sql(DATABASE, "CREATE TABLE changed AS SELECT 1 AS x");
        changed = server.portrait(DATABASE);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static Stream<Arguments> stepsOfBothModes() {
        return Stream.of(RestoreMode.SWAP, RestoreMode.IN_PLACE)
                .flatMap(mode -> Stream.of(Step.values())
                        .filter(step -> mode == RestoreMode.SWAP || step != Step.BEGIN_OF_STAGING)
                        .map(step -> Arguments.of(mode, step)));
    }

    /** The gate lets each die at every second one, and Safeward where the others do not: at each step somebody. */
    static Stream<Arguments> someSteps() {
        return Thorough.orEverySecond(stepsOfBothModes().toList(), 0);
    }

    static Stream<Arguments> theOtherSteps() {
        return Thorough.orEverySecond(stepsOfBothModes().toList(), 1);
    }

    @ParameterizedTest
    @MethodSource("theOtherSteps")
    void theDeathOfSafeward(RestoreMode mode, Step step) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InterruptedRestore.class.getName(),
                        String.valueOf(server.port()),
                        DATABASE,
                        mode.name(),
                        script.file().toString(),
                        JOB,
                        step.name())
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("child.log").toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            boolean neverGetsThere = step == Step.WHILE_SWAPPING && mode == RestoreMode.SWAP;
            assertTrue(process.exitValue() == 9 || neverGetsThere || step == Step.AFTER_FENCE);
        } finally {
            process.destroyForcibly();
        }
        assertWhole();
    }

    @ParameterizedTest
    @MethodSource("someSteps")
    void theDeathOfTheServer(RestoreMode mode, Step step) throws Exception {
        var restart = new Thread(() -> {
            try {
                server.stopAtOnce();
                server.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        run(mode, step, () -> {
            restart.start();
            if (step != Step.AFTER_FENCE) {
                join(restart);
            }
        });
        join(restart);
        assertWhole();
    }

    @ParameterizedTest
    @MethodSource("someSteps")
    void theDeathOfItsBackends(RestoreMode mode, Step step) throws Exception {
        run(
                mode,
                step,
                () -> server.sql(
                        "postgres",
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE 'safeward%'"));
        assertWhole();
    }

    @ParameterizedTest
    @EnumSource(
            value = RestoreMode.class,
            names = {"SWAP", "IN_PLACE"})
    void aStopWithinASecond(RestoreMode mode) throws IOException {
        var work = new StoppableWork();
        var stopped = new AtomicLong();
        var stopper = new Thread(() -> {
            pause(1000);
            stopped.set(System.nanoTime());
            work.stop();
        });
        stopper.start();
        var script = slow();
        assertThrows(WorkStopped.class, () -> {
            try (var staging = engine(mode).stage(script, JOB, new Destination.Live(), work)) {
                staging.swap(() -> {}, BackupFiles.LOCK_TIMEOUT, work);
            }
        });
        assertTrue(System.nanoTime() - stopped.get() < 1_000_000_000L);
        join(stopper);
        assertEquals(changed, server.portrait(DATABASE));
        assertEquals(List.of("postgres", DATABASE), server.databases());
    }

    @Test
    void aLostClaimChangesNothing() throws IOException {
        for (var mode : List.of(RestoreMode.SWAP, RestoreMode.IN_PLACE)) {
            var fault = assertThrows(Fault.class, () -> {
                try (var staging = engine(mode).stage(script, JOB, new Destination.Live(), Work.UNWATCHED)) {
                    staging.swap(
                            () -> {
                                throw new Fault(ErrorCode.CLAIM_LOST, DATABASE);
                            },
                            BackupFiles.LOCK_TIMEOUT,
                            Work.UNWATCHED);
                }
            });
            assertEquals(ErrorCode.CLAIM_LOST, fault.code());
            assertEquals(changed, server.portrait(DATABASE));
            assertEquals(List.of("postgres", DATABASE), server.databases());
        }
    }

    @Test
    void clientsThatWriteAllTheTimeReconnectWithinASecond() throws Exception {
        server.sql(DATABASE, "CREATE TABLE big (id serial, note text)");
        var done = new AtomicBoolean();
        var longest = new AtomicLong();
        var clients = Stream.generate(() -> new Thread(() -> longest.accumulateAndGet(write(done), Math::max)))
                .limit(4)
                .toList();
        clients.forEach(Thread::start);
        try {
            pause(200);
            BackupFiles.restore(engine(RestoreMode.SWAP), script, JOB);
            pause(300);
        } finally {
            done.set(true);
            clients.forEach(AllOrNothingTest::join);
        }
        System.out.println("longest time without a commit, over the swap: " + longest.get() / 1_000_000 + " ms");
        assertTrue(longest.get() < 1_000_000_000L, longest.get() + " ns");
        assertTrue(Long.parseLong(server.ask(DATABASE, "SELECT count(*) FROM public.big")) > 20000);
    }

    /** Commits again and again, over a new connection when the old one has ended; gives the longest gap in ns. */
    private long write(AtomicBoolean done) {
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + DATABASE;
        long last = System.nanoTime();
        long longest = 0;
        while (!done.get()) {
            try (var connection = DriverManager.getConnection(url, PostgresServer.SUPERUSER, PostgresServer.PASSWORD);
                    var statement = connection.createStatement()) {
                while (!done.get()) {
                    statement.execute("INSERT INTO big (note) VALUES ('client')");
                    longest = Math.max(longest, System.nanoTime() - last);
                    last = System.nanoTime();
                }
            } catch (SQLException e) {
                assertTrue(Set.of("57P01", "3D000", "08006").contains(e.getSQLState()), e.getSQLState() + e);
            }
        }
        return longest;
    }

    private BackupScript slow() throws IOException {
        return new BackupScript(
                BackupFiles.script(temporary.resolve("slow.sql"), "CREATE TABLE x (); SELECT pg_sleep(100);")
                        .file(),
                Optional.empty(),
                false);
    }

    private void run(RestoreMode mode, Step step, Runnable event) throws IOException {
        var once = new AtomicBoolean();
        try {
            new InterruptedRestore(engine(mode), script, JOB, step, () -> {
                        if (once.compareAndSet(false, true)) {
                            event.run();
                        }
                    })
                    .run();
        } catch (Fault e) {
            assertTrue(
                    Set.of(
                                    ErrorCode.DATABASE_UNREACHABLE,
                                    ErrorCode.DATABASE_LOCKED,
                                    ErrorCode.DATABASE_MISSING,
                                    ErrorCode.DATABASE_ERROR)
                            .contains(e.code()),
                    e.getMessage());
        }
    }

    private void assertWhole() {
        engine(RestoreMode.AUTO).discardStaging(JOB);
        String now = server.portrait(DATABASE);
        assertEquals(now.contains("changed") ? changed : restored, now);
        var left = new TreeSet<>(server.databases());
        assertTrue(left.removeAll(Set.of("postgres", DATABASE)));
        boolean swapped = now.equals(restored);
        assertTrue(left.isEmpty() || swapped && left.equals(Set.of(DATABASE + "_before_" + JOB)), left.toString());
        assertFalse(server.ask(DATABASE, "SELECT 'entered'").isEmpty());
    }

    private PostgresEngine engine(RestoreMode mode) {
        return new PostgresEngine(new PostgresSettings(
                        server.address(DATABASE), mode, false, true, "postgres", Optional.of(PostgresServer.bin()))
                .markedBy(InterruptedRestore.KEY));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
