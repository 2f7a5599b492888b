package org.safeward.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.safeward.maintenance.MaintenanceApi.assertRefusedWithDetails;
import static org.safeward.maintenance.MaintenanceApi.assertSuccess;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** A restart that the operator has not allowed, or not rightly: the server goes on. What a real one does is the matter of {@link RestartIT}. */
class RestartSettingsIT {
    @TempDir
    Path folder;

    private SafewardServer server;
    private Api api;
    private MaintenanceApi maintenance;

    private void startWith(String setting, Object value) {
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(SmallDatabase.create(folder.resolve("live.db")).file())
                .with(setting, value)
                .start();
        api = server.api();
        maintenance = new MaintenanceApi(api);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whereTheOperatorHasNotAllowedItTheAnswerSaysHow() {
        startWith("safeward.restart.allow-exit", false);
        assertFalse(maintenance.look().getBoolean("restartPossible"));
        String details = assertRefusedWithDetails(500, "操作失败", maintenance.run("restart"));
        assertTrue(details.contains("safeward.restart.allow-exit=true"), details);
        assertTrue(details.contains("safeward.restart.command"), details);
        assertEquals("completed", api.post("backup/create").data().getString("status"));
    }

    @Test
    void aCommandThatFailsIsToldAndTheServerGoesOn() {
        startWith("safeward.restart.command", "false for a reason");
        assertTrue(maintenance.look().getBoolean("restartPossible"));
        assertSuccess("系统重启指令已发送，服务将在3秒后重启", maintenance.run("restart"));
        assertEquals(503, api.post("backup/create").status());
        assertTrue(Waiting.until(
                Duration.ofSeconds(30), () -> api.post("backup/create").status() == 200));
        assertTrue(server.log().contains("the restart command failed"));
        List<String> runs = maintenance.look().getJsonArray("runs").getValuesAs(JsonObject.class).stream()
                .map(run -> run.getString("action") + " " + run.getString("result"))
                .toList();
        assertEquals(List.of("restart INTERNAL", "restart accepted"), runs, "and who asked for it is told");
    }
}
