package org.safeward.restore.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.beans.CatalogFile;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.Repeats;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.SafewardServer;

/** A server that dies at any step of a restore of some tables, of both kinds at once: they are as before or as after, and nothing is left. */
@ExtendWith(PostgresServer.Shared.class)
class KilledPartsIT {
    private static final String DATABASE = "killed_parts";
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static PostgresServer postgres;
    private static SafewardServer server;
    private static HeldJobs jobs;
    private static List<Shop> shops;

    @BeforeAll
    static void start(PostgresServer shared) throws Exception {
        postgres = shared;
        shops = List.of(
                Shop.sqlite(Files.createDirectory(folder.resolve("live")).resolve("shop.db")),
                Shop.postgres(postgres, DATABASE));
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("safeward.databases", "default,pg")
                .with("safeward.database.default.url", shops.get(0).url())
                .with("safeward.database.pg.url", shops.get(1).url());
        jobs = new HeldJobs(server);
        server.start();
    }

    @AfterAll
    static void close() {
        server.close();
        postgres.databases().stream().filter(name -> name.startsWith(DATABASE)).forEach(postgres::drop);
    }

    /** On both sides of the one moment that matters. */
    @ParameterizedTest
    @CsvSource({
        "swap.fenced,  RESTORE_INTERRUPTED, before",
        "swap.swapped, RESTORE_INTERRUPTED, after",
    })
    void killedTheTablesAreAsBeforeOrAsAfter(String place, String error, String state) throws Exception {
        killAt(place, error, state);
    }

    @Repeats({"KilledPartsIT.killedTheTablesAreAsBeforeOrAsAfter", "KilledServerIT"})
    @ParameterizedTest
    @CsvSource({
        "inspect, SERVER_STOPPED, before",
        "safety,  SERVER_STOPPED, before",
        "swap,    SERVER_STOPPED, before",
    })
    void killedAtAStepBeforeItTheyAreAsBefore(String place, String error, String state) throws Exception {
        killAt(place, error, state);
    }

    private static void killAt(String place, String error, String state) throws Exception {
        List<Held> held = shops.stream().map(Held::prepared).toList();
        jobs.hold("restore." + place);
        List<Long> started = held.stream().map(Held::start).toList();
        for (long job : started) {
            jobs.awaitAt(job, "restore." + place);
        }
        if (place.contains(".")) {
            awaitBehindTheFence(started, place);
        }
        server.kill();
        jobs.release();
        server.start();

        for (int i = 0; i < held.size(); i++) {
            held.get(i).assertEnded(started.get(i), error, state.equals("after"));
        }
    }

    private static void awaitBehindTheFence(List<Long> started, String place) {
        CatalogFile catalog = new CatalogFile(server.home());
        for (long job : started) {
            assertTrue(Waiting.until(
                    LONG,
                    () -> catalog.ask("SELECT past_return FROM job WHERE id = " + job)
                            .equals("1")));
        }
        // The claim is asked for once more behind that mark; then there is a commit, or there is not.
        Waiting.sleep(Duration.ofMillis(place.endsWith("swapped") ? 3000 : 1000));
    }

    /** A shop that has gone on since its backup. */
    private record Held(Calls calls, long record, List<String> then, List<String> now) {
        static Held prepared(Shop shop) {
            shop.open();
            Calls calls = new Calls(server.api().inEnglish(), shop);
            List<String> then = shop.state();
            long record = calls.backUp();
            shop.goOn();
            return new Held(calls, record, then, shop.state());
        }

        long start() {
            return HeldJobs.started(jobs.respondingAtOnce()
                    .post("backup/restore", calls.request(record, Optional.empty(), "orders", "items")));
        }

        void assertEnded(long id, String error, boolean swapped) {
            JsonObject job = jobs.job(id);
            assertEquals("failed", job.getString("state"), job.toString());
            assertEquals(error, job.getString("error"), job.toString());
            List<String> after = List.of(now.get(0), then.get(1), then.get(2), now.get(3));
            assertEquals(swapped ? after : now, calls.shop().state());
            // What was not written yet leaves SQLite's journal without a rule to go back by; the next writer removes
            // it.
            assertEquals(
                    List.of(),
                    calls.shop().left().stream()
                            .filter(name -> !name.equals("shop.db-journal"))
                            .toList());
            if (error.equals("RESTORE_INTERRUPTED")) {
                assertNobodyUndoesIt(job);
            }
            // The trigger is there again, and the next restore goes through.
            calls.shop().sql("DELETE FROM items", "DELETE FROM orders WHERE id = 11");
            assertEquals("audit: 11", calls.shop().rows("audit"));
            Answer again = calls.restore(record, Optional.empty(), "orders", "items");
            assertEquals(200, again.status(), again.text());
            assertEquals(List.of(then.get(1), then.get(2)), calls.shop().state().subList(1, 3));
            assertEquals(List.of(), calls.shop().left());
        }

        /** Whether it came to be nobody knows: the safety backup is named, and an older restore is left alone. */
        private void assertNobodyUndoesIt(JsonObject job) {
            Answer undo = calls.undo();
            assertEquals("UNDO_UNCERTAIN", undo.error(), undo.text());
            assertTrue(undo.hint().contains("record " + job.getInt("safety_record_id")), undo.text());
            assertEquals(0, calls.undoable());
        }
    }
}
