package org.safeward.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fault.ErrorCode;
import org.safeward.fixture.Bank;
import org.safeward.fixture.Traces;
import org.safeward.server.Answer;
import org.safeward.server.OnEveryServer;
import org.safeward.server.Refusals;
import org.safeward.server.SafewardDeployment;

/** The backup endpoints as the contract has them, field by field. */
@OnEveryServer
class BackupIT extends SafewardDeployment {
    private static final Path BACKUPS = HOME.resolve("backups").toAbsolutePath();

    private static final Set<String> RECORD_FIELDS = Set.of(
            ("id created_at updated_at task_id status file_path file_size database_size table_count backup_duration"
                            + " backup_type created_reason failure_reason compression_ratio is_compressed completed_at"
                            + " database origin format degraded sha256 content_sha256 row_count pinned verified_at proven_at proven_from"
                            + " strange acknowledged_at copies warnings encrypted trashed_at trashed_by deleting off_site")
                    .split(" "));
    private static final Set<String> JOB_FIELDS = Set.of(
            ("id kind database state step percent rows bytes checks warnings requested_by node cancel_requested past_point_of_no_return record_id"
                            + " safety_record_id target tables into created_at started_at ended_at error message hint")
                    .split(" "));

    @TempDir
    Path folder;

    @BeforeEach
    void openTheBank() {
        Bank.open(LIVE_DATABASE, 2020);
    }

    private JsonObject backup() {
        Answer answer = api().post("backup/create");
        assertEquals(0, answer.code(), answer.text());
        return answer.data();
    }

    @Test
    void aBackupAnswersWithItsWholeRecord() throws IOException {
        long before = System.currentTimeMillis() / 1000;
        Answer answer = api().post("backup/create", "{\"reason\": \"升级前\"}");
        assertEquals(200, answer.status(), answer.text());
        assertEquals(0, answer.code());
        assertEquals("备份创建成功", answer.message());
        assertEquals("application/json;charset=UTF-8", answer.header("Content-Type"));
        JsonObject record = answer.data();
        assertEquals(RECORD_FIELDS, record.keySet());
        assertEquals("completed", record.getString("status"));
        assertEquals("manual", record.getString("backup_type"));
        assertEquals("升级前", record.getString("created_reason"));
        assertEquals("", record.getString("failure_reason"));
        assertEquals(1, record.getInt("is_compressed"));
        assertEquals(3, record.getInt("table_count"));
        assertEquals(4, record.getInt("row_count"));
        assertEquals("default", record.getString("database"));
        assertEquals("request", record.getString("origin"));
        assertEquals("sql", record.getString("format"));
        assertTrue(record.getJsonNumber("created_at").longValue() >= before, record.toString());
        assertTrue(record.getInt("completed_at") >= record.getInt("created_at"));
        assertTrue(record.getInt("updated_at") >= record.getInt("completed_at"));
        assertTrue(record.getInt("verified_at") >= record.getInt("created_at"));
        assertTrue(record.getInt("backup_duration") >= 0);

        Path file = Path.of(record.getString("file_path"));
        assertEquals(BACKUPS, file.getParent());
        assertTrue(file.getFileName().toString().matches("backup_manual_\\d{8}_\\d{6}(_\\d+)?\\.sql\\.zip"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(Files.size(file), record.getInt("file_size"));
        assertEquals(Traces.sha256(Files.readAllBytes(file)), record.getString("sha256"));
        double ratio = (double) record.getInt("file_size") / record.getInt("database_size");
        assertEquals(ratio, record.getJsonNumber("compression_ratio").doubleValue(), 1e-9);
        assertEquals(record, api().get("backup/records/" + record.getInt("id")).data());
        assertEquals(
                record, api().get("backup/list").data().getJsonArray("list").getJsonObject(0));
    }

    @Test
    void theReasonIsOptionalAndEnglishIsSpoken() {
        Answer answer = api().inEnglish().post("backup/create");
        assertEquals("The backup was created", answer.message());
        assertEquals("手动备份", api().post("backup/create", "{}").data().getString("created_reason"));
        assertEquals(
                "手动备份", api().post("backup/create", "{\"reason\": \"\"}").data().getString("created_reason"));
    }

    @Test
    void theManifestTellsWhatTheFileHolds() {
        JsonObject record = backup();
        Answer answer = api().get("backup/records/" + record.getInt("id") + "/manifest");
        assertEquals("success", answer.message());
        JsonObject manifest = answer.data();
        assertEquals("sqlite", manifest.getString("engine"));
        assertEquals(record.getString("content_sha256"), manifest.getString("sha256"));
        assertEquals(record.getInt("database_size"), manifest.getInt("sql_bytes"));
        List<String> tables = manifest.getJsonArray("tables").getValuesAs(JsonObject.class).stream()
                .map(table -> table.getString("name") + " " + table.getInt("rows"))
                .sorted()
                .toList();
        assertEquals(List.of("cash 1", "ledger 2", "vault 1"), tables);
    }

    @Test
    void theListIsNewestFirstInPagesAndFiltered() {
        int older = backup().getInt("id");
        int newer = backup().getInt("id");
        JsonObject first = api().get("backup/list?page_size=1").data();
        assertEquals(Set.of("list", "total", "page", "page_size"), first.keySet());
        assertEquals(1, first.getInt("page"));
        assertEquals(1, first.getInt("page_size"));
        assertTrue(first.getInt("total") >= 2);
        assertEquals(newer, first.getJsonArray("list").getJsonObject(0).getInt("id"));
        JsonObject second =
                api().get("backup/list?page=2&page_size=1&type=manual").data();
        assertEquals(older, second.getJsonArray("list").getJsonObject(0).getInt("id"));
        assertEquals(20, api().get("backup/list?type=all").data().getInt("page_size"));
        assertEquals(0, api().get("backup/list?type=auto").data().getInt("total"));
        assertEquals(0, api().get("backup/list?status=running").data().getInt("total"));
        assertTrue(api().get("backup/list?status=completed&database=default")
                        .data()
                        .getInt("total")
                >= 2);
        assertEquals(
                0,
                api().get("backup/list?page=1000000")
                        .data()
                        .getJsonArray("list")
                        .size());
    }

    @Test
    void aSecondFileOfTheSameSecondGetsANumber() throws IOException {
        Files.createDirectories(BACKUPS);
        // Files for this second and the coming ones, so that the backup meets one whenever it is made.
        LocalDateTime now = LocalDateTime.now();
        List<Path> taken = Stream.iterate(now.minusSeconds(1), time -> time.plusSeconds(1))
                .limit(30)
                .map(DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss")::format)
                .map(stamp -> BACKUPS.resolve("backup_manual_" + stamp + ".sql.zip"))
                .filter(file -> !Files.exists(file))
                .toList();
        for (Path file : taken) {
            Files.writeString(file, "another's");
        }
        try {
            String name = backup().getString("file_path");
            assertTrue(name.matches(".*/backup_manual_\\d{8}_\\d{6}_\\d+\\.sql\\.zip"), name);
            for (Path file : taken) {
                assertEquals("another's", Files.readString(file));
            }
        } finally {
            for (Path file : taken) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aDownloadIsTheFile() throws IOException {
        JsonObject record = backup();
        Path file = Path.of(record.getString("file_path"));
        Path copy = folder.resolve("copy");
        HttpResponse<Path> answer = api().download("backup/download/" + record.getInt("id"), copy);
        assertEquals(200, answer.statusCode());
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(copy));
        assertEquals(
                "application/octet-stream",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals(
                Files.size(file),
                answer.headers().firstValueAsLong("Content-Length").orElse(0));
        assertEquals(
                "attachment; filename=\"" + file.getFileName() + '"',
                answer.headers().firstValue("Content-Disposition").orElse(""));
        assertEquals(
                '"' + record.getString("sha256") + '"',
                answer.headers().firstValue("ETag").orElse(""));
    }

    @Test
    void aDownloadGoesOnWhereItStopped() throws IOException {
        JsonObject record = backup();
        String path = "backup/download/" + record.getInt("id");
        byte[] file = Files.readAllBytes(Path.of(record.getString("file_path")));
        String tag = '"' + record.getString("sha256") + '"';
        assertPart(path, "bytes=0-9", "", file, 0, 9);
        assertPart(path, "bytes=10-", "", file, 10, file.length - 1);
        assertPart(path, "bytes=-7", "", file, file.length - 7, file.length - 1);
        assertPart(path, "bytes=5-999999999", tag, file, 5, file.length - 1);

        Path copy = folder.resolve("copy");
        HttpResponse<Path> other =
                api().with("Range", "bytes=10-").with("If-Range", "\"another\"").download(path, copy);
        assertEquals(200, other.statusCode());
        assertArrayEquals(file, Files.readAllBytes(copy));
        HttpResponse<Path> behind =
                api().with("Range", "bytes=" + file.length + "-").download(path, copy);
        assertEquals(416, behind.statusCode());
        assertEquals(
                "bytes */" + file.length,
                behind.headers().firstValue("Content-Range").orElse(""));
        assertEquals(304, api().with("If-None-Match", tag).download(path, copy).statusCode());
    }

    private void assertPart(String path, String range, String ifRange, byte[] file, int first, int last)
            throws IOException {
        Path part = folder.resolve("part");
        var asked = api().with("Range", range);
        HttpResponse<Path> answer = (ifRange.isEmpty() ? asked : asked.with("If-Range", ifRange)).download(path, part);
        assertEquals(206, answer.statusCode(), range);
        assertEquals(
                "bytes " + first + "-" + last + "/" + file.length,
                answer.headers().firstValue("Content-Range").orElse(""));
        assertArrayEquals(java.util.Arrays.copyOfRange(file, first, last + 1), Files.readAllBytes(part), range);
    }

    @Test
    void deletingRemovesRecordAndFile() throws IOException {
        JsonObject record = backup();
        String path = "backup/records/" + record.getInt("id");
        Answer answer = api().delete(path);
        assertEquals(200, answer.status(), answer.text());
        assertEquals("备份已删除", answer.message());
        assertTrue(answer.hasNullData());
        assertTrue(Files.notExists(Path.of(record.getString("file_path"))));
        Refusals.assertRefused(ErrorCode.RECORD_NOT_FOUND, api(), api -> api.get(path));
        Refusals.assertRefused(ErrorCode.RECORD_NOT_FOUND, api(), api -> api.delete(path));

        JsonObject lost = backup();
        Files.delete(Path.of(lost.getString("file_path")));
        assertEquals(0, api().delete("backup/records/" + lost.getInt("id")).code());
    }

    @Test
    void aBackupWithoutCompressionIsThePlainScript() throws IOException {
        compress(0);
        try {
            JsonObject record = backup();
            assertEquals(0, record.getInt("is_compressed"));
            Path file = Path.of(record.getString("file_path"));
            assertTrue(file.toString().endsWith(".sql"), file.toString());
            String script = Files.readString(file);
            assertTrue(script.startsWith("-- Safeward Database Backup\n-- Generated at: "), script);
            assertTrue(script.contains("\n-- Database Engine: sqlite\n"), script);
        } finally {
            compress(1);
        }
    }

    private void compress(int compress) {
        JsonObject config = Json.createObjectBuilder()
                .add("backup_enabled", 0)
                .add("backup_cron", "0 3 * * *")
                .add("backup_retention", 7)
                .add("backup_max_count", 1000)
                .add("backup_compress", compress)
                .build();
        assertEquals("配置已更新", api().put("backup/config", config).message());
    }

    @Test
    void theStatusTellsHowItStands() {
        JsonObject record = backup();
        JsonObject status = api().get("backup/status").data();
        assertEquals(
                Set.of(
                        ("is_running backup_dir stores queue config job next_run_at due_at last_success_at last_verified_at damaged strange"
                                        + " disk_free warnings last_proven_at last_proven_record_id last_proven_from last_drill drill_obstacle destinations")
                                .split(" ")),
                status.keySet());
        assertEquals(false, status.getBoolean("is_running"));
        assertTrue(status.isNull("job"));
        assertEquals(BACKUPS.toString(), status.getString("backup_dir"));
        assertEquals("0 3 * * *", status.getJsonObject("config").getString("backup_cron"));
        assertEquals(record.getInt("completed_at"), status.getInt("last_success_at"));
        assertEquals(record.getInt("verified_at"), status.getInt("last_verified_at"));
        assertTrue(status.getJsonNumber("disk_free").longValue() > 0);
    }

    @Test
    void thereIsNothingToCancelWhenNothingRuns() {
        Answer answer = api().post("backup/cancel");
        assertEquals(200, answer.status());
        assertEquals(0, answer.code());
        assertEquals("没有正在运行的备份任务", answer.message());
        assertTrue(answer.hasNullData());
    }

    @Test
    void aJobTellsWhatItDidAndForWhom() {
        JsonObject record = backup();
        JsonObject job = api().get("backup/jobs/" + record.getInt("task_id")).data();
        assertEquals(JOB_FIELDS, job.keySet());
        assertEquals("backup", job.getString("kind"));
        assertEquals("completed", job.getString("state"));
        assertEquals(100, job.getInt("percent"));
        assertEquals(record.getInt("id"), job.getInt("record_id"));
        assertEquals("key:settings", job.getString("requested_by"));
        assertTrue(job.getJsonArray("checks").getString(0).contains(record.getString("sha256")), job.toString());
        assertTrue(job.isNull("error"));
        JsonObject list = api().get("backup/jobs?page_size=1").data();
        assertEquals(job, list.getJsonArray("list").getJsonObject(0));
        Refusals.assertRefused(ErrorCode.JOB_NOT_FOUND, api(), api -> api.get("backup/jobs/999999"));
    }

    @Test
    void jobsAreFiltered() {
        JsonObject record = backup();
        JsonObject backups = api().get("backup/jobs?kind=backup&state=completed&database=default")
                .data();
        assertEquals(
                record.getInt("task_id"),
                backups.getJsonArray("list").getJsonObject(0).getInt("id"));
        assertTrue(backups.getJsonArray("list").getValuesAs(JsonObject.class).stream()
                .allMatch(job -> job.getString("kind").equals("backup")
                        && job.getString("state").equals("completed")));
        assertEquals(0, api().get("backup/jobs?kind=undo").data().getInt("total"));
        assertEquals(0, api().get("backup/jobs?state=running").data().getInt("total"));
    }

    @Test
    void withPreferTheAnswerComesBeforeTheWork() {
        Answer answer = api().with("Prefer", "respond-async").post("backup/create");
        assertEquals(202, answer.status());
        assertEquals("任务已接受", answer.message());
        String location = answer.header("Location");
        assertTrue(location.endsWith("/api/backup/jobs/" + answer.data().getInt("id")), location);
        String job = "backup/jobs/" + answer.data().getInt("id");
        assertTrue(org.safeward.fixture.Waiting.until(
                java.time.Duration.ofSeconds(20),
                () -> api().get(job).data().getString("state").equals("completed")));
    }
}
