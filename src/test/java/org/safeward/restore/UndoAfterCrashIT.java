package org.safeward.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.Repeats;
import org.safeward.server.Answer;
import org.safeward.server.SafewardServer;

/** A server that is killed behind a swap, before it could write that it is done: an undo takes that restore back and no other. */
@ExtendWith(PostgresServer.Shared.class)
class UndoAfterCrashIT {
    private static final String DATABASE = "undo_after_crash";

    @TempDir
    Path folder;

    private final PostgresServer postgres;

    UndoAfterCrashIT(PostgresServer postgres) {
        this.postgres = postgres;
        postgres.create(DATABASE);
    }

    @AfterEach
    void nothing() {
        postgres.databases().stream().filter(name -> name.startsWith(DATABASE)).forEach(postgres::drop);
    }

    @Test
    void whatWasReplacedIsPutBackWhereItIsKept() throws Exception {
        try (SafewardServer server = server("auto")) {
            killBehindTheSwap(server);
            assertEquals("A", state());
            assertEquals(200, undo(server).status());
            assertEquals("C", state());
            long good = create(server);
            assertTrue(good > 0);
            assertEquals(
                    1,
                    postgres.databases().stream()
                            .filter(name -> name.startsWith(DATABASE))
                            .count());
        }
    }

    @Repeats("KilledPartsIT.killedTheTablesAreAsBeforeOrAsAfter")
    @Test
    void elseNothingIsTakenBackAndTheSafetyBackupIsNamed() throws Exception {
        try (SafewardServer server = server("in-place")) {
            JsonObject job = killBehindTheSwap(server);
            assertEquals("A", state());
            Answer answer = undo(server);
            assertEquals(409, answer.status(), answer.text());
            assertEquals("UNDO_UNCERTAIN", answer.json().getString("error"), answer.text());
            assertTrue(answer.text().contains("record " + job.getInt("safety_record_id")), answer.text());
            assertEquals("A", state());
            assertTrue(server.api().get("backup/restore/undo").data().isNull("job_id"));
            restore(server, job.getInt("safety_record_id"));
            assertEquals("C", state());
        }
    }

    /** The states A, then B, then a restore of A, then C; and another restore of A, which is interrupted. */
    private JsonObject killBehindTheSwap(SafewardServer server) throws Exception {
        HeldJobs jobs = new HeldJobs(server);
        server.start();
        become("A");
        long a = create(server);
        become("B");
        restore(server, a);
        become("C");
        jobs.hold("restore.swap.swapped");
        long job = jobs.startRestore(a, true);
        jobs.awaitAt(job, "restore.swap");
        long end = System.nanoTime() + 30_000_000_000L;
        while (!isA() && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        server.kill();
        jobs.release();
        server.start();
        assertEquals("RESTORE_INTERRUPTED", jobs.job(job).getString("error"));
        return jobs.job(job);
    }

    /** In the moment of the rename the server lets nobody in, and ends the session of whoever was. */
    private boolean isA() {
        try {
            return "A".equals(state());
        } catch (Fault e) {
            if (e.code() != ErrorCode.DATABASE_MISSING && e.code() != ErrorCode.DATABASE_UNREACHABLE) {
                throw e;
            }
            return false;
        }
    }

    private SafewardServer server(String mode) throws IOException {
        return SafewardServer.deployed(folder.resolve("home"))
                .with("safeward.database.default.url", postgres.url(DATABASE, PostgresServer.SUPERUSER))
                .with("safeward.restore.mode", mode);
    }

    private void become(String state) {
        postgres.sql(
                DATABASE,
                "CREATE TABLE IF NOT EXISTS public.state (name text)",
                "TRUNCATE public.state",
                "INSERT INTO public.state VALUES ('" + state + "')");
    }

    private String state() {
        return postgres.ask(DATABASE, "SELECT name FROM public.state");
    }

    private static long create(SafewardServer server) {
        Answer answer = server.api().post("backup/create");
        assertEquals(200, answer.status(), answer.text());
        return answer.data().getJsonNumber("id").longValue();
    }

    private static void restore(SafewardServer server, long record) {
        Answer answer = server.api()
                .post(
                        "backup/restore",
                        Json.createObjectBuilder().add("record_id", record).build());
        assertEquals(200, answer.status(), answer.text());
    }

    private static Answer undo(SafewardServer server) {
        return server.api()
                .inEnglish()
                .post("backup/restore/undo", Json.createObjectBuilder().build());
    }
}
