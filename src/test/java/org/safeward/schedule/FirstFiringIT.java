package org.safeward.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.safeward.schedule.Schedules.awaitAutomatic;
import static org.safeward.schedule.Schedules.config;
import static org.safeward.schedule.Schedules.dailyAt;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.SmallDatabase;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/** The server's timer fires for real, once; what it does then is told in {@link BackupTimerIT}. */
@OnEveryServer
@DisabledIfSystemProperty(
        named = "tests.server",
        matches = "payara-micro",
        disabledReason = "BackupTimerIT does it there")
class FirstFiringIT {
    @TempDir
    Path folder;

    @Test
    void aConfigThatIsPutMakesTheTimerFireAtItsMinute() {
        Path file = folder.resolve("live.db");
        SmallDatabase.create(file);
        try (SafewardServer server =
                SafewardServer.deployed(folder.resolve("home")).protecting(file).start()) {
            Instant due = Schedules.minuteIn(Duration.ofSeconds(1));
            assertEquals(
                    200,
                    server.api()
                            .put(
                                    "backup/config",
                                    config("default", dailyAt(due)).build())
                            .status());
            List<JsonObject> made = awaitAutomatic(server.api(), "default", 1, due.plusSeconds(40));
            assertEquals(1, made.size());
            assertEquals("completed", made.get(0).getString("status"));
        }
    }
}
