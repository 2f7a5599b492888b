package org.safeward.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Thorough;
import org.safeward.fixture.Waiting;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/**
 * A server that makes up for nothing and whose timer callbacks fail ten times in a row: a part of {@link BackupTimerIT}. The servers
 * themselves would give up after two.
 */
record FaultyServer(Path folder) implements Callable<Void> {
    private static final int FAULTS = 10;

    @Override
    public Void call() throws IOException {
        Files.createDirectories(folder);
        SmallDatabase live = SmallDatabase.create(folder.resolve("live.db"));
        try (SafewardServer server = SafewardServer.on(folder.resolve("home")).protecting(live.file())) {
            server.withFaults().with("safeward.backup.catch-up", false);
            // What was missed RunScheduleTest has for the gate.
            if (Thorough.orElse(true, false)) {
                missWithoutMakingUp(server);
            } else {
                server.start();
            }
            failTenTimes(server);
        }
        return null;
    }

    private void missWithoutMakingUp(SafewardServer server) {
        Api api = server.start().api();
        Instant missed = Schedules.minuteIn(Duration.ofSeconds(8));
        api.put("backup/config", config("default", dailyAt(missed)).build());
        server.stop();
        sleepUntil(missed.plusSeconds(1));
        server.start();
        Waiting.sleep(Duration.ofSeconds(5));
        assertEquals(List.of(), automatic(api, "default"), "made up for although catching up is off");
        assertEquals(missed.plus(Duration.ofDays(1)).getEpochSecond(), nextRun(api, "default"));
    }

    private void failTenTimes(SafewardServer server) throws IOException {
        Api api = server.api();
        Instant due = Schedules.minuteIn(Duration.ofSeconds(5));
        api.put("backup/config", config("default", dailyAt(due)).build());
        Path faults = Files.writeString(server.home().resolve("timer-fault"), String.valueOf(FAULTS));
        List<JsonObject> records = awaitAutomatic(api, "default", 1, due.plusSeconds(120));
        assertEquals("0", Files.readString(faults));
        assertEquals(1, records.size());
        assertEquals("completed", records.get(0).getString("status"));
        // Each failure was followed by a pause.
        BackupTimerIT.assertMade(records.get(0), due.plusSeconds(FAULTS), due.plusSeconds(120));
    }
}
