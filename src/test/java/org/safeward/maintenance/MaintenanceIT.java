package org.safeward.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.safeward.maintenance.MaintenanceApi.PATH;
import static org.safeward.maintenance.MaintenanceApi.assertNow;
import static org.safeward.maintenance.MaintenanceApi.assertRefused;
import static org.safeward.maintenance.MaintenanceApi.assertRefusedWithDetails;
import static org.safeward.maintenance.MaintenanceApi.assertSuccess;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.FileNames;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Traces;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** The maintenance contract on a server in development mode: each answer, and what is behind it. */
class MaintenanceIT {
    private static final int KEPT = 10;

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static HeldJobs jobs;
    private static SmallDatabase live;
    private static Path cache;
    private static Path images;
    private static MaintenanceApi maintenance;
    private static Api api;

    @BeforeAll
    static void start() {
        live = SmallDatabase.create(folder.resolve("live.db"));
        cache = folder.resolve("cache");
        images = folder.resolve("images");
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(live.file())
                .with("safeward.mode", "development")
                .with("safeward.cache.directories", cache + "," + images);
        jobs = new HeldJobs(server);
        api = server.start().api();
        maintenance = new MaintenanceApi(api);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void letJobsGo() throws IOException {
        jobs.release();
    }

    // --- clear-cache ---

    @Test
    void clearsTheCacheAndSaysHowMuch() throws IOException {
        Files.createDirectories(cache.resolve("a/b"));
        Files.write(cache.resolve("a/b/file"), new byte[1000]);
        Files.createDirectories(images);
        Files.write(images.resolve("image"), new byte[24]);
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "precious");
        Files.createSymbolicLink(cache.resolve("out"), outside);
        Files.createSymbolicLink(cache.resolve("up"), Path.of(".."));
        JsonObject before = maintenance.look();
        assertEquals(1024, before.getInt("cacheBytes"));
        assertEquals(4, before.getInt("cacheFiles"));
        JsonObject cleared = assertSuccess("缓存清理成功", maintenance.run("clear-cache"), "freedBytes", "files");
        assertEquals(1024, cleared.getInt("freedBytes"));
        assertEquals(4, cleared.getInt("files"));
        assertEquals(List.of(), FileNames.in(cache));
        assertTrue(Files.isDirectory(images));
        assertEquals("precious", Files.readString(outside.resolve("precious")));
        assertEquals(0, maintenance.look().getInt("cacheFiles"));
    }

    @Test
    void makesACacheThatVanished() throws IOException {
        Files.deleteIfExists(images);
        assertSuccess("缓存清理成功", maintenance.run("clear-cache"), "freedBytes", "files");
        assertTrue(Files.isDirectory(images));
    }

    @Test
    void aCacheThatBecameALinkIsRefusedBeforeAnythingIsRemoved() throws IOException {
        maintenance.run("clear-cache");
        Files.writeString(cache.resolve("kept"), "kept");
        Files.delete(images);
        Files.createSymbolicLink(images, server.home());
        try {
            String details = assertRefusedWithDetails(500, "操作失败", maintenance.run("clear-cache"));
            assertTrue(details.contains(images.toString()), details);
            assertEquals(List.of("kept"), FileNames.in(cache));
            JsonObject state = maintenance.look();
            assertTrue(state.getString("cacheFault").contains(images.toString()));
            assertTrue(state.isNull("cacheBytes"));
        } finally {
            Files.delete(images);
        }
    }

    // --- backup ---

    @Test
    void keepsTheNewestTenOfItsBackupsAndNoneOfTheOthersGoes() throws Exception {
        JsonObject requested = api.post("backup/create").data();
        // As if the timer had made it.
        int scheduled = api.post("backup/create").data().getInt("id");
        new CatalogFile(server.home()).change("UPDATE backup_record SET origin = 'SCHEDULE' WHERE id = ?", scheduled);
        List<String> names = new ArrayList<>();
        for (int i = 0; i <= KEPT; i++) {
            names.add(backUp());
        }
        Path backups = server.home().resolve("backups");
        List<String> left = FileNames.in(backups).stream()
                .filter(name -> name.startsWith("backup-"))
                .toList();
        assertEquals(names.subList(1, names.size()), left);
        List<JsonObject> records = records("maintenance");
        assertEquals(KEPT, records.size());
        assertTrue(Files.exists(Path.of(requested.getString("file_path"))));
        assertEquals("completed", api.get("backup/records/" + scheduled).data().getString("status"));
        JsonObject newest = records.get(0);
        assertEquals(backups.resolve(names.get(KEPT)).toString(), newest.getString("file_path"));
        assertEquals("completed", newest.getString("status"));
        assertEquals("default", newest.getString("database"));
        assertEquals("sql", newest.getString("format"));
        assertEquals("数据备份", newest.getString("created_reason"));
        assertFalse(newest.isNull("verified_at"));
        downloadsAndRestores(newest, names.get(KEPT));
    }

    private static String backUp() {
        JsonObject answer = assertSuccess("数据备份成功", maintenance.run("backup"), "backupFile");
        String name = answer.getString("backupFile");
        assertTrue(name.matches("backup-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d-\\d{3}Z\\.sql"), name);
        return name;
    }

    private static List<JsonObject> records(String origin) {
        return api
                .get("backup/list?page_size=100")
                .data()
                .getJsonArray("list")
                .getValuesAs(JsonValue::asJsonObject)
                .stream()
                .filter(record -> record.getString("origin").equals(origin))
                .toList();
    }

    private static void downloadsAndRestores(JsonObject record, String name) throws IOException {
        Path file = folder.resolve("downloaded.sql");
        var answer = api.download("backup/download/" + record.getInt("id"), file);
        assertTrue(answer.headers().firstValue("Content-Disposition").orElse("").contains(name));
        assertEquals(record.getString("sha256"), Traces.sha256(Files.readAllBytes(file)));
        assertTrue(Files.readString(file).contains("INSERT INTO"));
        String notes = live.notes();
        live.execute("UPDATE note SET text = 'changed'");
        Answer restored = api.post("backup/restore", "{\"record_id\": " + record.getInt("id") + "}");
        assertEquals(0, restored.code(), restored.text());
        assertEquals(notes, live.notes());
    }

    @Test
    void answersAtOnceWhoeverPrefersThat() throws IOException {
        jobs.hold("backup.verify");
        Answer answer = new MaintenanceApi(jobs.respondingAtOnce()).run("backup");
        assertEquals(202, answer.status(), answer.text());
        assertEquals(
                Set.of("success", "message", "timestamp", "job"), answer.json().keySet());
        int job = answer.json().getJsonObject("job").getInt("id");
        assertTrue(answer.header("Location").endsWith("/api/backup/jobs/" + job), answer.header("Location"));
        jobs.release();
        assertEquals("completed", jobs.awaitEnd(job).getString("state"));
    }

    @Test
    void oneOfTwoBackupsAtOnceIsRefused() throws Exception {
        jobs.hold("backup.verify");
        CompletableFuture<Answer> first =
                api.postLater(PATH, MaintenanceApi.body("backup").build().toString());
        jobs.awaitAt(runningJob(), "backup.verify");
        assertRefusedWithDetails(409, "备份任务正在运行中", maintenance.run("backup"));
        jobs.release();
        assertSuccess("数据备份成功", first.get(60, TimeUnit.SECONDS), "backupFile");
    }

    @Test
    void aBackupThatIsCancelledOrFailsSaysSo() throws Exception {
        jobs.hold("backup.dump");
        CompletableFuture<Answer> waiting =
                api.postLater(PATH, MaintenanceApi.body("backup").build().toString());
        jobs.awaitAt(runningJob(), "backup.dump");
        api.post("backup/cancel");
        assertRefusedWithDetails(409, "任务已取消", waiting.get(60, TimeUnit.SECONDS));
        jobs.release();
        Path aside = folder.resolve("aside.db");
        Files.move(live.file(), aside);
        try {
            assertRefusedWithDetails(500, "操作失败", maintenance.run("backup"));
        } finally {
            Files.move(aside, live.file());
        }
    }

    private static long runningJob() {
        assertTrue(org.safeward.fixture.Waiting.until(
                java.time.Duration.ofSeconds(60),
                () -> !api.get("backup/status").data().isNull("job")));
        return api.get("backup/status").data().getJsonObject("job").getInt("id");
    }

    // --- restart ---

    @Test
    void inDevelopmentARestartIsOnlyLogged() throws Exception {
        jobs.hold("backup.dump");
        long job = jobs.startBackup("default");
        JsonObject answer = assertSuccess("开发环境：系统重启请求已记录", maintenance.run("restart"), "note");
        assertEquals("在开发环境中，请手动重启服务器", answer.getString("note"));
        assertSuccess("开发环境：系统重启请求已记录", maintenance.restartByForce(), "note");
        jobs.release();
        assertEquals("completed", jobs.awaitEnd(job).getString("state"));
        assertTrue(server.log().contains("in development mode it is only logged"));
    }

    // --- GET ---

    @Test
    void tellsWhatWouldHappenAndWhatHas() {
        maintenance.run("restart");
        maintenance.run("nonsense");
        JsonObject state = maintenance.look();
        assertEquals(
                Set.of(
                        "mode",
                        "restartPossible",
                        "cacheDirectories",
                        "cacheBytes",
                        "cacheFiles",
                        "cacheFault",
                        "runs",
                        "timestamp"),
                state.keySet());
        assertEquals("development", state.getString("mode"));
        assertFalse(state.getBoolean("restartPossible"));
        assertEquals(
                Json.createArrayBuilder()
                        .add(cache.toString())
                        .add(images.toString())
                        .build(),
                state.getJsonArray("cacheDirectories"));
        assertNow(state.getString("timestamp"));
        JsonObject last = state.getJsonArray("runs").getJsonObject(0);
        assertEquals(Set.of("who", "at", "action", "result"), last.keySet());
        assertEquals("key:settings", last.getString("who"));
        assertEquals("nonsense", last.getString("action"));
        assertEquals("UNKNOWN_ACTION", last.getString("result"));
        assertNow(last.getString("at"));
        JsonObject before = state.getJsonArray("runs").getJsonObject(1);
        assertEquals(List.of("restart", "done"), List.of(before.getString("action"), before.getString("result")));
    }

    // --- who, and what they send ---

    @Test
    void nobodyIsToldThatHeIsNotLoggedIn() {
        Api nobody = api.anonymous();
        String body = MaintenanceApi.body("backup").build().toString();
        List<Api> unknown = List.of(
                nobody,
                nobody.with("X-API-Key", "this-is-no-key-of-anybody"),
                nobody.with("Authorization", "Bearer a.b.c"));
        for (Api caller : unknown) {
            assertRefused(401, "未登录", caller.post(PATH, body));
            assertRefused(401, "未登录", caller.get(PATH));
            assertRefused(401, "未登录", caller.delete(PATH));
            assertRefused(401, "未登录", caller.send("OPTIONS", PATH, BodyPublishers.noBody()));
            assertRefused(401, "Not logged in", caller.inEnglish().post(PATH, body));
            assertRefused(
                    401, "未登录", caller.with("Accept-Language", "fr, en;q=0").post(PATH, body));
        }
    }

    @Test
    void othersThanAdministratorsAreRefused() {
        for (String role : List.of("VIEWER", "OPERATOR")) {
            var key = Json.createObjectBuilder().add("name", role.toLowerCase()).add("role", role);
            Api other = api.anonymous()
                    .with(
                            "X-API-Key",
                            api.post("auth/api-keys", key.build()).data().getString("key"));
            for (String action : List.of("clear-cache", "backup", "restart")) {
                assertRefused(403, "权限不足", new MaintenanceApi(other).run(action));
            }
            assertRefused(403, "权限不足", other.get(PATH));
        }
        JsonObject entry = api.get("audit?action=maintenance&result=FORBIDDEN")
                .data()
                .getJsonArray("list")
                .getJsonObject(0);
        assertTrue(entry.getString("who").contains("operator"), entry.toString());
    }

    @Test
    void whatIsNoActionIsRefusedInTheSameForm() {
        for (String body : List.of(
                "",
                "{}",
                "{\"action\": \"\"}",
                "{\"action\": null}",
                "{\"action\": \"BACKUP\"}",
                "{\"action\": \"rm -rf\"}",
                "{\"action\": 1}",
                "{\"action\": [\"backup\"]}",
                "{\"action\": {\"action\": \"backup\"}}")) {
            assertRefusedWithDetails(400, "无效的操作类型", api.post(PATH, body));
        }
        for (String body : List.of("[]", "\"backup\"", "{", "backup", "{\"action\": \"backup\"} {}")) {
            Answer answer = api.post(PATH, body);
            assertRefusedWithDetails(400, answer.json().getString("error"), answer);
        }
        Answer force = api.post(PATH, "{\"action\": \"restart\", \"force\": \"yes\"}");
        assertRefusedWithDetails(400, force.json().getString("error"), force);
        assertTrue(force.text().contains("force"), force.text());
        assertRefusedWithDetails(400, "Unknown action", new MaintenanceApi(api.inEnglish()).run("nonsense"));
    }

    @Test
    void wrongMethodsAndTypesAreRefusedInTheSameForm() {
        String body = MaintenanceApi.body("restart").build().toString();
        Stream<Answer> answers = Stream.of(
                api.delete(PATH),
                api.put(PATH, MaintenanceApi.body("restart").build()),
                api.send("PATCH", PATH, BodyPublishers.ofString(body)),
                api.send("OPTIONS", PATH, BodyPublishers.noBody()),
                api.with("Content-Type", "text/plain").post(PATH, body),
                api.with("Content-Type", "application/x-www-form-urlencoded").post(PATH, body),
                api.with("Accept", "text/html").post(PATH, body));
        answers.forEach(answer ->
                assertRefusedWithDetails(400, answer.json().getString("error", "none: " + answer.text()), answer));
    }

    @Test
    void everyCallIsInTheAuditAndInTheLog() {
        Instant before = Instant.now().minusSeconds(1);
        maintenance.run("clear-cache");
        maintenance.run("nonsense");
        List<String> entries = api
                .get("audit?action=maintenance&from=" + before.getEpochSecond())
                .data()
                .getJsonArray("list")
                .getValuesAs(JsonValue::asJsonObject)
                .stream()
                .limit(2)
                .map(entry ->
                        entry.getString("who") + " " + entry.getString("subject") + " " + entry.getString("result"))
                .toList();
        assertEquals(List.of("key:settings nonsense UNKNOWN_ACTION", "key:settings clear-cache done"), entries);
        assertTrue(server.log().contains("audit: maintenance by key:settings from 127.0.0.1: clear-cache: done"));
    }
}
