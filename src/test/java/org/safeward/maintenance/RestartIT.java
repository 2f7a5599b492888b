package org.safeward.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.safeward.maintenance.MaintenanceApi.assertRefusedWithDetails;
import static org.safeward.maintenance.MaintenanceApi.assertSuccess;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fault.ErrorCode;
import org.safeward.fixture.Application;
import org.safeward.fixture.Repeats;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.OnEveryServer;
import org.safeward.server.Refusals;
import org.safeward.server.SafewardServer;

/**
 * A server in production mode that ends itself and is started again, as its process manager would: by exit code, with what its operator
 * allows. A restore that waits for a slow application is the job that stands in the way.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestartIT {
    private static final String RESTARTING = "系统重启指令已发送，服务将在3秒后重启";
    private static final Duration SLOW = Duration.ofSeconds(8);

    @TempDir
    static Path folder;

    private static final Application APPLICATION = new Application();
    private static SafewardServer server;
    private static SmallDatabase live;
    private static Api api;
    private static MaintenanceApi maintenance;
    private static int record;

    @BeforeAll
    static void start() {
        live = SmallDatabase.create(folder.resolve("live.db"));
        server = SafewardServer.on(folder.resolve("home"))
                .protecting(live.file())
                .with("safeward.hooks.before-restore", APPLICATION.address());
        api = server.start().api();
        maintenance = new MaintenanceApi(api);
        record = api.post("backup/create").data().getInt("id");
    }

    @AfterAll
    static void stop() {
        server.close();
        APPLICATION.close();
    }

    @OnEveryServer
    @Test
    @Order(1)
    void aRunningJobStandsInTheWayUnlessForced() {
        live.execute("INSERT INTO note (text) VALUES ('after the backup')");
        String notes = live.notes();
        APPLICATION.answers(204, SLOW);
        JsonObject job = api.with("Prefer", "respond-async")
                .post("backup/restore", "{\"record_id\": " + record + "}")
                .data();
        String path = "backup/jobs/" + job.getInt("id");
        assertTrue(Waiting.until(
                Duration.ofSeconds(60),
                () -> api.get(path).data().getString("step").equals("quiesce")));
        assertTrue(maintenance.look().getBoolean("restartPossible"));
        assertEquals("production", maintenance.look().getString("mode"));
        assertRefusedWithDetails(409, "恢复任务正在运行中", maintenance.run("restart"));
        assertEquals("running", api.get(path).data().getString("state"));

        assertSuccess(RESTARTING, maintenance.restartByForce());
        long answered = System.nanoTime();
        assertEquals("cancelled", api.get(path).data().getString("state"));
        Refusals.assertRefusal(ErrorCode.SHUTTING_DOWN, org.safeward.fault.Messages.CHINESE, api.post("backup/create"));
        assertRefusedWithDetails(500, "操作失败", maintenance.run("backup"));
        assertRefusedWithDetails(500, "操作失败", maintenance.run("restart"));
        assertRefusedWithDetails(500, "操作失败", maintenance.restartByForce());
        assertFalse(server.hasEnded());
        assertEquals(0, server.exitCode());
        Duration lived = Duration.ofNanos(System.nanoTime() - answered);
        assertTrue(lived.compareTo(Duration.ofSeconds(2)) > 0, lived.toString());
        APPLICATION.answers(204, Duration.ZERO);
        assertEquals(notes, live.notes());
        // What the process manager does with exit code 0.
        server.start();
        assertEquals("cancelled", api.get(path).data().getString("state"));
    }

    @Test
    @Order(2)
    void itIsDoneAgainAndNothingIsLost() {
        Answer config = api.put(
                "backup/config",
                Json.createObjectBuilder()
                        .add("backup_enabled", 0)
                        .add("backup_cron", "7 4 * * *")
                        .add("backup_retention", 9)
                        .add("backup_max_count", 12)
                        .add("backup_compress", 1)
                        .build());
        assertEquals(200, config.status(), config.text());
        List<JsonObject> before = state();
        assertSuccess(RESTARTING, maintenance.run("restart"));
        assertEquals(0, server.exitCode());
        server.start();
        assertEquals(before, state());
        assertEquals("completed", api.post("backup/create").data().getString("status"));
        Answer restored = api.post("backup/restore", "{\"record_id\": " + record + "}");
        assertEquals(0, restored.code(), restored.text());
        assertEquals("first", live.notes());
        assertFalse(server.log().contains("was left in step"));
        assertEquals(
                List.of(
                        "restart accepted",
                        "restart SHUTTING_DOWN",
                        "restart SHUTTING_DOWN",
                        "backup SHUTTING_DOWN",
                        "restart accepted",
                        "restart RESTORE_RUNNING"),
                runs());
    }

    /** Newest first. */
    private static List<String> runs() {
        return maintenance.look().getJsonArray("runs").getValuesAs(JsonObject.class).stream()
                .map(run -> run.getString("action") + " " + run.getString("result"))
                .toList();
    }

    private static List<JsonObject> state() {
        return List.of(
                api.get("backup/list?page_size=100").data(),
                api.get("backup/jobs?page_size=100").data(),
                api.get("backup/config").data());
    }

    @Repeats({"CacheRulesTest", "RunScriptIT.namesEveryBadSettingAtOnce"})
    @Test
    @Order(3)
    void aCacheThatIsNoneStopsTheStart() {
        server.stop();
        List<String> refusals = server.with("safeward.cache.directories", folder + ",/,/root," + server.home())
                .startRefused();
        String told = String.join("\n", refusals);
        for (String what : List.of(
                "names " + folder + ", which holds " + folder,
                "names /, which is the root",
                "names /root, which is a home directory",
                "names " + server.home() + ", which is Safeward's own")) {
            assertTrue(told.contains(what), told);
        }
        assertTrue(told.contains("safeward.cache.directories"), told);
    }
}
