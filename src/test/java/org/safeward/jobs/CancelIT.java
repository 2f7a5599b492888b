package org.safeward.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Messages;
import org.safeward.fixture.Bank;
import org.safeward.fixture.Traces;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.OnEveryServer;
import org.safeward.server.Refusals;
import org.safeward.server.SafewardServer;

/** Jobs that are cancelled, watched and waited for; a breakpoint holds them where it matters. */
@OnEveryServer
class CancelIT {
    private static final long MOST_MILLIS_TO_STOP = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static Path live;
    private static Api api;

    @BeforeAll
    static void start() {
        live = folder.resolve("app").resolve("live.db");
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(live)
                .with("safeward.databases", "default,unset")
                .withFaults();
        server.start();
        api = server.api();
    }

    @AfterAll
    static void stop() {
        String log = server.log();
        server.close();
        assertFalse(
                log.contains("SQLITE_BUSY"),
                "requests, jobs and timers are in each other's way in the catalog\n" + log);
    }

    @BeforeEach
    void openTheBank() throws IOException {
        Files.createDirectories(live.getParent());
        Bank.open(live, 2020);
    }

    @AfterEach
    void letEverythingGo() throws IOException {
        release();
        assertTrue(Waiting.until(PATIENCE, () -> status().isNull("job")));
        try (Stream<Path> files = Files.walk(server.home().resolve("backups"))) {
            assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith(".safeward-")));
        }
        assertEquals(1, Traces.beside(live).size());
    }

    private static void hold(String place) throws IOException {
        Files.writeString(server.home().resolve("breakpoint"), place);
    }

    private static void release() throws IOException {
        Files.deleteIfExists(server.home().resolve("breakpoint"));
    }

    private static JsonObject status() {
        return api.within(AT_ONCE).get("backup/status").data();
    }

    /** Waits until the job is seen at this step, and returns it. */
    private static JsonObject jobAt(String step) {
        assertTrue(
                Waiting.until(PATIENCE, () -> {
                    JsonObject status = status();
                    return !status.isNull("job")
                            && status.getJsonObject("job").getString("step").equals(step);
                }),
                step);
        return status().getJsonObject("job");
    }

    private static JsonObject record(JsonObject job) {
        return api.get("backup/records/" + job.getInt("record_id")).data();
    }

    private static JsonObject backup() {
        Answer answer = api.post("backup/create");
        assertEquals(0, answer.code(), answer.text());
        return answer.data();
    }

    private static List<String> traces() {
        return Traces.of(server.home(), live);
    }

    private static void cancel() {
        Answer answer = api.within(AT_ONCE).post("backup/cancel");
        assertEquals(200, answer.status(), answer.text());
        assertEquals("已发送取消信号", answer.message());
        assertTrue(answer.hasNullData());
    }

    @Test
    void aCancelledBackupEndsAtOnceAndLeavesNoFile() throws Exception {
        backup();
        List<String> before = traces();
        hold("backup.verify");
        CompletableFuture<Answer> waiting = api.postLater("backup/create", "{}");
        JsonObject job = jobAt("verify");
        assertEquals("running", record(job).getString("status"));
        long begin = System.nanoTime();
        cancel();
        Answer answer = waiting.get(60, TimeUnit.SECONDS);
        assertStoppedSince(begin);
        // What is only asked for is not done; the job's own entry says how it ended.
        assertEquals("accepted", audited("job.cancel", job));
        assertEquals("JOB_CANCELLED", audited("job.backup", job));
        Refusals.assertRefusal(ErrorCode.JOB_CANCELLED, Messages.CHINESE, answer);
        assertEquals("cancelled", answer.data().getString("status"));
        assertEquals("任务已取消", answer.data().getString("failure_reason"));
        assertEquals("", answer.data().getString("file_path"));
        assertEquals(before, traces());
    }

    /** The result in the newest entry of this action. */
    private static String audited(String action, JsonObject job) {
        JsonObject entry = api.get("audit?page_size=1&action=" + action)
                .data()
                .getJsonArray("list")
                .getJsonObject(0);
        assertEquals("database default, job " + job.getInt("id"), entry.getString("subject"));
        return entry.getString("result");
    }

    private static void assertStoppedSince(long begin) {
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        assertTrue(millis < MOST_MILLIS_TO_STOP, millis + " ms");
    }

    @Test
    void aBackupInTheMiddleOfItsWorkIsCancelledTheSameWay() {
        Bank.execute(
                live,
                "CREATE TABLE filler(x)",
                "INSERT INTO filler WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<80000)"
                        + " SELECT randomblob(1000) FROM n");
        List<String> before = traces();
        JsonObject job =
                api.with("Prefer", "respond-async").post("backup/create").data();
        String path = "backup/jobs/" + job.getInt("id");
        assertTrue(Waiting.until(PATIENCE, () -> api.get(path).data().getInt("bytes") > 0));
        assertEquals("running", api.get(path).data().getString("state"));
        long begin = System.nanoTime();
        cancel();
        assertTrue(Waiting.until(PATIENCE, () -> status().isNull("job")));
        assertStoppedSince(begin);
        assertEquals("cancelled", api.get(path).data().getString("state"));
        assertEquals(before, traces());
    }

    @Test
    void aRestoreIsCancelledUntilItsSwap() throws Exception {
        JsonObject record = backup();
        Bank.open(live, 2021);
        for (String step : List.of("stage", "swap")) {
            List<String> before = Traces.beside(live);
            hold("restore." + step);
            CompletableFuture<Answer> waiting =
                    api.postLater("backup/restore", "{\"record_id\": " + record.getInt("id") + "}");
            JsonObject job = jobAt(step);
            assertEquals(record.getInt("id"), job.getInt("record_id"));
            long begin = System.nanoTime();
            cancel();
            Answer answer = waiting.get(60, TimeUnit.SECONDS);
            assertStoppedSince(begin);
            Refusals.assertRefusal(ErrorCode.JOB_CANCELLED, Messages.CHINESE, answer);
            assertTrue(answer.hasNullData());
            assertEquals(before, Traces.beside(live));
            assertEquals(2021, Bank.year(live));
        }
    }

    @Test
    void whatIsAtWorkIsNeitherStartedTwiceNorTakenAway() throws Exception {
        JsonObject good = backup();
        hold("backup.dump");
        CompletableFuture<Answer> waiting = api.postLater("backup/create", "{}");
        JsonObject job = jobAt("dump");
        Answer second = Refusals.assertRefused(ErrorCode.BACKUP_RUNNING, api, a -> a.post("backup/create"));
        assertEquals("备份任务正在运行中", second.message());
        assertTrue(second.hasNullData());
        String restore = "{\"record_id\": " + good.getInt("id") + "}";
        Refusals.assertRefused(ErrorCode.BACKUP_RUNNING, api, a -> a.post("backup/restore", restore));
        Answer deletion = Refusals.assertRefused(
                ErrorCode.RECORD_IN_USE, api, a -> a.delete("backup/records/" + job.getInt("record_id")));
        assertEquals("备份任务正在运行中，无法删除", deletion.message());
        Path upload = Files.writeString(folder.resolve("x.sql"), "CREATE TABLE x(a);");
        Refusals.assertRefused(ErrorCode.BACKUP_RUNNING, api, a -> a.upload("backup/upload-restore", upload));
        try (Stream<Path> left = Files.list(server.home().resolve("uploads"))) {
            assertEquals(List.of(), left.toList());
        }
        release();
        assertEquals(0, waiting.get(60, TimeUnit.SECONDS).code());

        hold("restore.stage");
        CompletableFuture<Answer> restoring = api.postLater("backup/restore", restore);
        jobAt("stage");
        Answer refused = Refusals.assertRefused(ErrorCode.RESTORE_RUNNING, api, a -> a.post("backup/create"));
        assertEquals("恢复任务正在运行中", refused.message());
        Refusals.assertRefused(ErrorCode.RECORD_IN_USE, api, a -> a.delete("backup/records/" + good.getInt("id")));
        release();
        assertEquals(0, restoring.get(60, TimeUnit.SECONDS).code());
    }

    @Test
    void twentyClientsThatWaitKeepNobodyFromAnswers() throws Exception {
        hold("backup.verify");
        List<CompletableFuture<Answer>> clients = IntStream.range(0, 20)
                .mapToObj(i -> api.postLater("backup/create", "{}"))
                .toList();
        jobAt("verify");
        for (int i = 0; i < 10; i++) {
            assertTrue(status().getBoolean("is_running"));
        }
        assertTrue(Waiting.until(
                PATIENCE,
                () -> clients.stream().filter(CompletableFuture::isDone).count() == 19));
        cancel();
        List<ErrorCode> ends = new ArrayList<>();
        for (CompletableFuture<Answer> client : clients) {
            Answer answer = client.get(60, TimeUnit.SECONDS);
            assertEquals(409, answer.status(), answer.text());
            ends.add(ErrorCode.valueOf(answer.error()));
        }
        assertEquals(1, ends.stream().filter(ErrorCode.JOB_CANCELLED::equals).count());
        assertEquals(19, ends.stream().filter(ErrorCode.BACKUP_RUNNING::equals).count());
    }

    @Test
    void theWorkGoesOnWhenItsClientGoesAway() throws Exception {
        hold("backup.verify");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request = "POST /api/backup/create HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nX-API-Key: "
                    + SafewardServer.API_KEY + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            jobAt("verify");
        }
        JsonObject job = status().getJsonObject("job");
        release();
        assertTrue(Waiting.until(PATIENCE, () -> status().isNull("job")));
        JsonObject record = record(job);
        assertEquals("completed", record.getString("status"));
        assertTrue(Files.exists(Path.of(record.getString("file_path"))));
    }

    @Test
    void eventsTellOfStartProgressAndEnd() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/api/backup/events"))
                .header("X-API-Key", SafewardServer.API_KEY)
                .build();
        HttpResponse<Stream<String>> stream = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
        assertEquals(200, stream.statusCode());
        assertEquals(
                "text/event-stream",
                stream.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", ""));
        hold("backup.verify");
        CompletableFuture<Answer> waiting = api.postLater("backup/create", "{}");
        CompletableFuture<List<String>> following = CompletableFuture.supplyAsync(() -> followed(stream.body()));
        jobAt("verify");
        // A follower hears once a second.
        Waiting.sleep(Duration.ofMillis(2500));
        release();
        assertEquals(0, waiting.get(60, TimeUnit.SECONDS).code());
        List<String> lines = following.get(60, TimeUnit.SECONDS);
        assertTrue(lines.contains("event: job"), lines.toString());
        List<JsonObject> jobs = lines.stream()
                .filter(line -> line.startsWith("data: "))
                .map(line -> json(line.substring("data: ".length())))
                .toList();
        assertTrue(
                jobs.stream()
                        .anyMatch(job -> job.getString("state").equals("running")
                                && job.getString("step").equals("verify")
                                && job.getInt("percent") > 0),
                jobs.toString());
        assertEquals("completed", jobs.get(jobs.size() - 1).getString("state"));
        assertEquals(100, jobs.get(jobs.size() - 1).getInt("percent"));
    }

    /** The lines up to the first job's end. */
    private static List<String> followed(Stream<String> lines) {
        List<String> heard = new ArrayList<>();
        try (lines) {
            var all = lines.iterator();
            while (all.hasNext()) {
                String line = all.next();
                heard.add(line);
                if (line.contains("\"state\":\"completed\"")) {
                    break;
                }
            }
        }
        return heard;
    }

    private static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    @Test
    void aDatabaseWithoutAnAddressSaysSo() {
        for (String path : List.of("backup/create", "backup/restore")) {
            Refusals.assertRefused(
                    ErrorCode.NO_DATABASE, api, a -> a.post(path, "{\"database\": \"unset\", \"record_id\": 1}"));
        }
        Answer answer = Refusals.assertRefused(
                ErrorCode.UNKNOWN_DATABASE, api, a -> a.post("backup/create", "{\"database\": \"nobody\"}"));
        assertEquals("已配置的数据库：default, unset", answer.hint());
    }
}
