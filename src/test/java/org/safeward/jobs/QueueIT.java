package org.safeward.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.SmallDatabase;
import org.safeward.server.SafewardServer;

/** More jobs than may work at once, on a running server. */
class QueueIT {
    private static final List<String> NAMES = List.of("default", "one", "two", "three");

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static HeldJobs jobs;

    @BeforeAll
    static void start() {
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("safeward.databases", String.join(",", NAMES))
                .with("safeward.jobs.max-concurrent", 1);
        for (String name : NAMES) {
            Path file = folder.resolve(name + ".db");
            SmallDatabase.create(file);
            server.with("safeward.database." + name + ".url", "jdbc:sqlite:" + file);
        }
        jobs = new HeldJobs(server);
        server.start();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void whoWaitsIsSeenCanBeCancelledAndBeginsInOrder() throws IOException {
        long record = jobs.awaitEnd(jobs.startBackup("default"))
                .getJsonNumber("record_id")
                .longValue();
        jobs.hold("backup.dump");
        long working = jobs.startBackup("one");
        jobs.awaitAt(working, "backup.dump");
        long cancelled = jobs.startBackup("two");
        long request = jobs.startBackup("three");
        long restore = jobs.startRestore(record, false);

        for (long waiting : List.of(cancelled, request, restore)) {
            assertEquals("pending", jobs.job(waiting).getString("state"));
            assertTrue(jobs.job(waiting).isNull("started_at"));
        }
        JsonObject queue = status("two").getJsonObject("queue");
        assertEquals(
                List.of(1, 3, 1),
                List.of(queue.getInt("working"), queue.getInt("waiting"), queue.getInt("max_concurrent")));
        assertEquals(cancelled, status("two").getJsonObject("job").getInt("id"));
        assertEquals(
                409,
                server.api().post("backup/create", "{\"database\": \"two\"}").status());
        assertEquals(3, server.api().get("backup/jobs?state=pending").data().getInt("total"));

        assertEquals(
                200,
                server.api().post("backup/cancel", "{\"database\": \"two\"}").status());
        assertEquals("cancelled", jobs.job(cancelled).getString("state"));
        assertTrue(status("two").isNull("job"));
        jobs.release();

        for (long whole : List.of(working, restore, request)) {
            assertEquals("completed", jobs.awaitEnd(whole).getString("state"));
        }
        assertTrue(moment("ended_at", working) <= moment("started_at", restore));
        assertTrue(moment("ended_at", restore) <= moment("started_at", request), "a restore goes first");
    }

    private static JsonObject status(String database) {
        return server.api().get("backup/status?database=" + database).data();
    }

    private static long moment(String column, long job) {
        return Long.parseLong(new CatalogFile(server.home()).ask("SELECT " + column + " FROM job WHERE id = ?", job));
    }
}
