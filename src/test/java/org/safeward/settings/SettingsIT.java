package org.safeward.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
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
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** Settings that clients notice: the time limit of jobs, the status of answers, the language, the size of uploads. */
class SettingsIT {
    private static final int UPLOAD_BYTES = 100_000;
    private static final Duration TIME_LIMIT = Duration.ofSeconds(3);

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static Path live;
    private static Api api;

    private List<String> before;

    @BeforeAll
    static void start() {
        live = folder.resolve("live.db");
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(live)
                .withFaults()
                .with("safeward.backup.timeout", TIME_LIMIT.toSeconds() + "s")
                .with("safeward.http-status", "contract")
                .with("safeward.language", "en")
                .with("safeward.upload.max-size", UPLOAD_BYTES);
        api = server.start().api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void remember() {
        Bank.open(live, 2020);
        before = Traces.of(server.home(), live);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        Files.deleteIfExists(server.home().resolve("breakpoint"));
        assertEquals(before, Traces.of(server.home(), live));
    }

    private static Answer refused(ErrorCode code, Function<Api, Answer> request) {
        Answer answer = request.apply(api);
        assertEquals(200, answer.status(), answer.text());
        assertEquals(code.httpStatus() == 401 ? 2 : 1, answer.code(), answer.text());
        assertEquals(code.name(), answer.error(), answer.text());
        return answer;
    }

    @Test
    void aBackupThatTakesTooLongEndsAsTimeout() throws IOException {
        Files.writeString(server.home().resolve("breakpoint"), "backup.verify");
        long begin = System.nanoTime();
        Answer answer = refused(ErrorCode.JOB_TIMEOUT, a -> a.post("backup/create"));
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(taken.compareTo(TIME_LIMIT) >= 0, taken.toString());
        assertTrue(taken.compareTo(TIME_LIMIT.plusSeconds(3)) < 0, taken.toString());
        assertEquals("timeout", answer.data().getString("status"));
        assertEquals(answer.message(), answer.data().getString("failure_reason"));
        assertEquals("The job passed its time limit of 3 s and was stopped", answer.message());
        assertEquals(
                "timeout",
                api.get("backup/jobs/" + answer.data().getInt("task_id")).data().getString("state"));
        assertEquals(1, api.get("backup/list?status=timeout").data().getInt("total"));
    }

    @Test
    void aRestoreThatTakesTooLongChangesNothing() throws IOException {
        Path script = Files.writeString(
                folder.resolve("x.sql"), "CREATE TABLE cash(a);CREATE TABLE ledger(a);CREATE TABLE vault(a);");
        Files.writeString(server.home().resolve("breakpoint"), "restore.inspect");
        refused(ErrorCode.JOB_TIMEOUT, a -> a.upload("backup/upload-restore", script));
        assertEquals(2020, Bank.year(live));
    }

    @Test
    void contractStatusIs200ForEverythingInBackup() throws IOException {
        refused(ErrorCode.RECORD_NOT_FOUND, a -> a.get("backup/records/4711"));
        refused(ErrorCode.BAD_FIELD, a -> a.get("backup/records/x"));
        refused(ErrorCode.BAD_JSON, a -> a.post("backup/create", "{"));
        refused(ErrorCode.UNKNOWN_PATH, a -> a.get("backup/nothing"));
        refused(ErrorCode.METHOD_NOT_ALLOWED, a -> a.get("backup/create"));
        refused(ErrorCode.NOT_AUTHENTICATED, a -> a.anonymous().get("backup/list"));
        refused(ErrorCode.NOT_AUTHENTICATED, a -> a.anonymous().post("backup/upload-restore"));
        refused(ErrorCode.UNSUPPORTED_MEDIA_TYPE, a -> a.post("backup/upload-restore"));
        HttpResponse<Path> missing = api.download("backup/download/4711", folder.resolve("answer"));
        assertEquals(200, missing.statusCode());
        assertEquals(404, api.get("nothing").status());
    }

    @Test
    void theLanguageOfTheServerIsSpokenUnlessAnotherIsPreferred() {
        String text = "The backup record does not exist";
        assertEquals(text, api.get("backup/records/4711").message());
        assertEquals(
                text,
                api.with("Accept-Language", "fr").get("backup/records/4711").message());
        assertEquals(
                text,
                api.with("Accept-Language", "fr, en;q=0.5, zh;q=0.1")
                        .get("backup/records/4711")
                        .message());
        assertEquals(
                Messages.CHINESE.message(ErrorCode.RECORD_NOT_FOUND, List.of()),
                api.with("Accept-Language", "fr, zh-TW;q=0.5")
                        .get("backup/records/4711")
                        .message());
    }

    @Test
    void anUploadThatIsTooLargeIsRefused() throws IOException {
        Path file = folder.resolve("large.sql");
        for (int size : new int[] {UPLOAD_BYTES + 1, 20 * UPLOAD_BYTES}) {
            Files.writeString(file, "-".repeat(size));
            Answer answer = refused(ErrorCode.UPLOAD_TOO_LARGE, a -> a.upload("backup/upload-restore", file));
            assertTrue(answer.hint().contains(" 100000 "), answer.hint());
        }
    }
}
