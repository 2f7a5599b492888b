package org.safeward.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.safeward.schedule.Schedules.automatic;
import static org.safeward.schedule.Schedules.awaitAutomatic;
import static org.safeward.schedule.Schedules.config;
import static org.safeward.schedule.Schedules.dailyAt;
import static org.safeward.schedule.Schedules.nextRun;
import static org.safeward.schedule.Schedules.sleepUntil;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/**
 * A server that is down when one backup is due, and up again before two others are, of which one is cancelled: a part of
 * {@link BackupTimerIT}.
 */
record RestartedServer(Path folder) implements Callable<Void> {
    private static final Duration LATE = Duration.ofSeconds(60);

    @Override
    public Void call() throws IOException {
        Files.createDirectories(folder);
        try (SafewardServer server = SafewardServer.on(folder.resolve("home"))) {
            server.withFaults().with("safeward.databases", "default,back,cancelled");
            for (String name : List.of("default", "back", "cancelled")) {
                Path file = SmallDatabase.create(folder.resolve(name + ".db")).file();
                server.with("safeward.database." + name + ".url", "jdbc:sqlite:" + file);
            }
            run(server);
        }
        return null;
    }

    private void run(SafewardServer server) throws IOException {
        Instant before = Instant.now();
        Api api = server.start().api();
        boolean slow = Instant.now().isAfter(before.plusSeconds(30));
        Instant missed = Schedules.minuteIn(Duration.ofSeconds(8));
        Instant due = missed.plusSeconds(slow ? 300 : 120);
        api.put("backup/config", config("default", dailyAt(missed)).build());
        api.put("backup/config", config("back", dailyAt(due)).build());
        api.put("backup/config", config("cancelled", dailyAt(due)).build());
        server.stop();
        sleepUntil(missed.plusSeconds(1));
        Instant back = Instant.now();
        server.start();
        Instant limit = Instant.now().plus(LATE);
        JsonObject madeUp = awaitAutomatic(api, "default", 1, limit).get(0);
        assertEquals("completed", madeUp.getString("status"), madeUp.toString());
        BackupTimerIT.assertMade(madeUp, back, limit);
        assertEquals(missed.plus(Duration.ofDays(1)).getEpochSecond(), nextRun(api, "default"));
        assertTrue(Instant.now().isBefore(due), "the server started too slowly for this test");
        cancelOneOfTwo(server, due);
        assertEquals(1, automatic(api, "default").size(), "made up for more than once");
    }

    private void cancelOneOfTwo(SafewardServer server, Instant due) throws IOException {
        Api api = server.api();
        Path breakpoint = Files.writeString(server.home().resolve("breakpoint"), "backup.dump");
        assertTrue(Waiting.until(
                Duration.between(Instant.now(), due).plus(LATE),
                () -> Schedules.status(api, "cancelled").getBoolean("is_running")));
        Answer cancel = api.post("backup/cancel", "{\"database\": \"cancelled\"}");
        assertEquals(200, cancel.status(), () -> cancel.text() + server.log());
        JsonObject cancelled =
                awaitAutomatic(api, "cancelled", 1, due.plus(LATE)).get(0);
        Files.delete(breakpoint);
        assertEquals("cancelled", cancelled.getString("status"));
        CatalogFile catalog = new CatalogFile(server.home());
        String retry = "SELECT retry_at FROM schedule_state WHERE database_name = ?";
        assertNull(catalog.ask(retry, "cancelled"), "a cancelled backup is tried again");
        JsonObject completed = awaitAutomatic(api, "back", 1, due.plus(LATE)).get(0);
        assertEquals("completed", completed.getString("status"), completed.toString());
        BackupTimerIT.assertMade(completed, due, due.plusSeconds(30));
    }
}
