package org.safeward.engine.postgresql.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.StoppableWork;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;

/** Others who read and write meanwhile, and restores that end before their end. */
@NeedsPostgres
@ExtendWith(PostgresServer.Shared.class)
class LivePartsTest {
    private static final String NAME = "parts_live";
    private static final String SUM = "SELECT count(*) || ' ' || sum(n) FROM public.numbers";
    private static final String OLD = "2000 2000";
    private static final String NEW = "3000 4501500";

    private PostgresServer server;
    private PartsDatabase live;

    @BeforeEach
    void numbers(PostgresServer shared) {
        server = shared;
        live = new PartsDatabase(
                server,
                NAME,
                "CREATE TABLE numbers (id serial PRIMARY KEY, n bigint)",
                "CREATE TABLE uses (id int REFERENCES numbers ON DELETE CASCADE)",
                "INSERT INTO numbers (n) SELECT generate_series(1, 3000)",
                "INSERT INTO uses SELECT generate_series(1, 100)");
        live.backUp();
        live.sql("DELETE FROM numbers WHERE id > 2000", "UPDATE numbers SET n = 1");
    }

    @AfterEach
    void drop() {
        live.drop();
    }

    @Test
    void aReaderSeesTheOldRowsOrTheNewOnes() throws Exception {
        var done = new AtomicBoolean();
        Set<String> seen = new ConcurrentSkipListSet<>();
        try (var snapshot = server.session(NAME)) {
            snapshot.begin();
            snapshot.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            snapshot.string("SELECT 1");
            var reader = CompletableFuture.runAsync(() -> {
                try (var session = server.session(NAME)) {
                    while (!done.get()) {
                        seen.add(session.string(SUM));
                    }
                    seen.add(session.string(SUM));
                }
            });
            live.restore("public.numbers");
            done.set(true);
            reader.get();
            assertEquals(OLD, snapshot.string(SUM), "whoever has a snapshot from before sees what was there");
        }
        assertTrue(new TreeSet<>(Set.of(OLD, NEW)).containsAll(seen), seen.toString());
        assertTrue(seen.contains(NEW));
    }

    @Test
    void aWriterWaitsAndWritesIntoWhatIsLiveThen() throws Exception {
        var writers = new CompletableFuture<?>[2];
        live.run(
                () -> {
                    writers[0] = CompletableFuture.runAsync(
                            () -> server.sql(NAME, "INSERT INTO public.numbers (n) VALUES (0)"));
                    writers[1] =
                            CompletableFuture.runAsync(() -> server.sql(NAME, "INSERT INTO public.uses VALUES (2500)"));
                    String waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + NAME
                            + "' AND wait_event_type = 'Lock'";
                    for (int tries = 0;
                            tries < 200 && !server.ask(NAME, waiting).equals("2");
                            tries++) {
                        server.sql(NAME, "SELECT pg_sleep(0.05)");
                    }
                    assertEquals("2", server.ask(NAME, waiting));
                },
                Work.UNWATCHED,
                Optional.empty(),
                "public.numbers");
        CompletableFuture.allOf(writers).get();
        assertEquals("3001 4501500 3001", live.ask("SELECT count(*) || ' ' || sum(n) || ' ' || max(id) FROM numbers"));
        assertEquals("101", live.ask("SELECT count(*) FROM uses"));
    }

    @Test
    void aTableThatOthersHoldIsNotWaitedForWithoutEnd() {
        for (String held : new String[] {"numbers", "uses"}) {
            try (var other = server.session(NAME)) {
                other.begin();
                other.execute("LOCK TABLE public." + held + " IN ACCESS SHARE MODE");
                live.refuses(ErrorCode.DATABASE_LOCKED, () -> live.restore("public.numbers"));
            }
        }
    }

    @Test
    void aPreparedTransactionThatHoldsATableIsNamed() {
        server.sql(NAME, "BEGIN", "LOCK TABLE public.uses IN ACCESS SHARE MODE", "PREPARE TRANSACTION 'forgotten'");
        var fault = live.refuses(ErrorCode.DATABASE_LOCKED, () -> live.restore("public.numbers"));
        server.sql(NAME, "ROLLBACK PREPARED 'forgotten'");
        assertTrue(fault.getMessage().contains("forgotten"), fault.getMessage());
    }

    @Test
    void aStopInItsMidstChangesNothing() {
        String before = live.portrait();
        var stop = new StoppableWork();
        assertThrows(
                WorkStopped.class,
                () -> live.run(() -> {}, at(1500, stop, stop::stop), Optional.empty(), "public.numbers"));
        assertThrows(WorkStopped.class, () -> {
            var late = new StoppableWork();
            live.run(() -> {}, at(1500, late, late::stop), Optional.of("_x"), "public.uses", "public.numbers");
        });
        assertEquals(before, live.portrait());
        live.assertNothingLeft();
    }

    @Test
    void aSessionThatIsEndedInItsMidstChangesNothing() {
        Runnable end = () -> server.sql(
                "postgres",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + NAME
                        + "' AND application_name LIKE 'safeward 7%'");
        live.refuses(
                ErrorCode.DATABASE_UNREACHABLE,
                () -> live.run(() -> {}, at(1500, Work.UNWATCHED, end), Optional.empty(), "public.numbers"));
        live.refuses(
                ErrorCode.DATABASE_UNREACHABLE,
                () -> live.run(end::run, Work.UNWATCHED, Optional.empty(), "public.numbers"));
    }

    @Test
    void aJobThatLostItsClaimChangesNothing() {
        live.refuses(
                ErrorCode.CLAIM_LOST,
                () -> live.run(
                        () -> {
                            throw new Fault(ErrorCode.CLAIM_LOST, "parts");
                        },
                        Work.UNWATCHED,
                        Optional.empty(),
                        "public.numbers"));
    }

    @Test
    void aProcessThatDiesAtTheLastMomentLeavesNothing() throws IOException, InterruptedException {
        String before = live.portrait();
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledParts.class.getName(),
                        String.valueOf(server.port()),
                        NAME,
                        live.backup().file().toString(),
                        "public.numbers")
                .inheritIO()
                .start();
        assertEquals(KilledParts.DIED, process.waitFor());
        assertEquals(
                1,
                server.databases().stream()
                        .filter(name -> name.startsWith(NAME + "_"))
                        .count());
        live.engine().discardStaging(PartsDatabase.JOB);
        assertEquals(before, live.portrait());
        live.assertNothingLeft();
        live.restore("public.numbers");
        assertEquals(NEW, live.ask(SUM));
    }

    /** Rows of 300 bytes: 60 MB, of which little is in memory at a time. */
    @Test
    void manyRowsTakeLittleMemory() {
        live.sql("CREATE TABLE many AS SELECT i, repeat(md5(i::text), 9) AS t FROM generate_series(1, 200000) i");
        live.backUp();
        String sum = "SELECT count(*) || ' ' || sum(hashtext(t)) FROM many";
        String before = live.ask(sum);
        live.sql("TRUNCATE many");
        var runtime = Runtime.getRuntime();
        var used = new long[2];
        var work = at(1, at(190_000, Work.UNWATCHED, () -> used[1] = used(runtime)), () -> used[0] = used(runtime));
        live.run(() -> {}, work, Optional.empty(), "public.many");
        assertEquals(before, live.ask(sum));
        assertTrue(used[0] > 0 && used[1] - used[0] < (16 << 20), used[1] - used[0] + " bytes more");
    }

    private static long used(Runtime runtime) {
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Work of which something happens when this many rows went into the live database. */
    private static Work at(long rows, Work work, Runnable event) {
        return new Work() {
            @Override
            public void checkpoint() {
                work.checkpoint();
            }

            @Override
            public Interruption onStop(Runnable interrupt) {
                return work.onStop(interrupt);
            }

            @Override
            public void progress(long done, long bytes) {
                work.progress(done, bytes);
                if (done == rows) {
                    event.run();
                }
            }

            @Override
            public void warn(Warning warning) {
                work.warn(warning);
            }
        };
    }
}
