package org.safeward.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fixture.Bank;
import org.safeward.fixture.Traces;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.OnEveryServer;
import org.safeward.server.Refusals;
import org.safeward.server.SafewardDeployment;

/** Requests that make no sense are refused with the envelope, whatever is wrong with them, and change nothing. */
@OnEveryServer
class BadRequestIT extends SafewardDeployment {
    private static final String HUGE = "99999999999999999999";

    private List<String> before;
    private int recordsBefore;

    @BeforeEach
    void remember() {
        Bank.open(LIVE_DATABASE, 2020);
        before = Traces.of(HOME, LIVE_DATABASE);
        recordsBefore = records();
    }

    @AfterEach
    void nothingHasChanged() {
        assertEquals(before, Traces.of(HOME, LIVE_DATABASE));
        assertEquals(recordsBefore, records());
    }

    private int records() {
        return api().get("backup/list").data().getInt("total");
    }

    private Answer refused(ErrorCode code, Function<Api, Answer> request) {
        return Refusals.assertRefused(code, api(), request);
    }

    @Test
    void anIdThatNobodyHasIsUnknown() {
        refused(ErrorCode.RECORD_NOT_FOUND, api -> api.get("backup/records/4711"));
        refused(ErrorCode.RECORD_NOT_FOUND, api -> api.get("backup/records/4711/manifest"));
        refused(ErrorCode.RECORD_NOT_FOUND, api -> api.delete("backup/records/4711"));
        refused(ErrorCode.RECORD_NOT_FOUND, api -> api.get("backup/download/4711"));
        Answer answer = refused(ErrorCode.RECORD_NOT_FOUND, api -> api.post("backup/restore", "{\"record_id\": 4711}"));
        assertEquals("备份记录不存在", answer.message());
        assertEquals("没有ID为 4711 的备份记录；请用 GET /api/backup/list 查看", answer.hint());
        assertTrue(answer.hasNullData());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0", "-1", "1.5", HUGE, "%20", "1%2F2", "名"})
    void anIdIsAWholeNumber(String id) {
        String path = id.equals("名") ? "%E5%90%8D" : id;
        for (String place : List.of("backup/records/", "backup/download/", "backup/jobs/")) {
            Answer answer = api().get(place + path);
            assertTrue(answer.status() == 400 || answer.status() == 404, place + id + answer.text());
            assertEquals(1, answer.code(), answer.text());
        }
        if (!id.contains("%")) {
            refused(ErrorCode.BAD_FIELD, api -> api.get("backup/records/" + path));
            refused(ErrorCode.BAD_FIELD, api -> api.delete("backup/records/" + path));
            refused(ErrorCode.BAD_FIELD, api -> api.get("backup/download/" + path));
        }
    }

    /** Else it would be the default one that something is done with. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"database\": null}", "{\"Database\": \"other\"}", "{\"databases\": \"other\"}"})
    void aDatabaseThatIsNullOrMisspeltIsNotTheDefaultOne(String body) {
        for (String path :
                List.of("backup/create", "backup/cancel", "backup/restore/undo", "backup/drills", "backup/adopt")) {
            refused(ErrorCode.BAD_FIELD, api -> api.post(path, body));
        }
        JsonObject config = Json.createReader(new StringReader(body)).readObject();
        refused(ErrorCode.BAD_FIELD, api -> api.put("backup/config", config));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[]", "1", "null", "\"text\"", "{\"reason\": }", "{} {}", "not json", "{\"reason\": 'x'}"})
    void aBodyIsOneJsonObject(String body) {
        for (String path : List.of("backup/create", "backup/restore", "backup/cancel")) {
            refused(ErrorCode.BAD_JSON, api -> api.post(path, body));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"record_id\": \"1\"}",
                "{\"record_id\": 1.7}",
                "{\"record_id\": -1}",
                "{\"record_id\": 0}",
                "{\"record_id\": null}",
                "{\"record_id\": true}",
                "{\"record_id\": " + HUGE + "}",
                "{\"record_id\": [1]}",
                "{\"record_id\": 1, \"safety_backup\": \"false\"}",
                "{\"record_id\": 1, \"safety_backup\": 0}",
                "{\"record_id\": 1, \"target\": 5}",
                "{\"record_id\": 1, \"database\": {}}",
                "{\"record_id\": 1, \"tables\": \"a\"}",
                "{\"record_id\": 1, \"tables\": [1]}",
                "{\"record_id\": 1, \"tables\": [\"\\u0000\"]}",
                "{\"record_id\": 1, \"tables\": [\"a\"], \"into\": 5}",
                "{\"record_id\": 1, \"tables\": [\"a\"], \"target\": \"look\"}",
                "{\"record_id\": 1, \"into\": \"_old\"}"
            })
    void aRestoreNeedsFieldsOfTheRightTypes(String body) {
        refused(ErrorCode.BAD_FIELD, api -> api.post("backup/restore", body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[\"\"]",
                "[\"a\", \"a\"]",
                "[\"a\"], \"into\": \"\"",
                "[\"a\"], \"into\": \"a b\"",
                "[\"a\"], \"into\": \"0123456789012345678901234567890\""
            })
    void tablesThatCannotBeMeantSoAreNotTheWholeDatabase(String tables) {
        refused(
                ErrorCode.PARTS_INVALID,
                api -> api.post("backup/restore", "{\"record_id\": 1, \"tables\": " + tables + "}"));
    }

    @ParameterizedTest
    @CsvSource({
        "tables=, PARTS_INVALID",
        "tables=a&tables=a, PARTS_INVALID",
        "tables=a&into=, PARTS_INVALID",
        "into=_old, BAD_FIELD",
        "tables=a&target=look, BAD_FIELD",
        "tables=a, RECORD_NOT_FOUND",
    })
    void thePreviewOfTablesIsRefusedAsTheirRestore(String query, ErrorCode code) {
        refused(code, api -> api.get("backup/restore/preview?record_id=4711&" + query));
    }

    @Test
    void everyWrongFieldIsNamedAtOnce() {
        Answer answer = refused(
                ErrorCode.BAD_FIELD,
                api -> api.post("backup/restore", "{\"record_id\": \"1\", \"target\": 5, \"safety_backup\": \"no\"}"));
        for (String field : List.of("record_id", "target", "safety_backup")) {
            assertTrue(answer.message().contains(field), answer.message());
        }
    }

    @Test
    void theReasonIsATextThatCanBeRead() {
        refused(ErrorCode.BAD_FIELD, api -> api.post("backup/create", "{\"reason\": 5}"));
        refused(ErrorCode.BAD_FIELD, api -> api.post("backup/create", "{\"reason\": [\"x\"]}"));
        refused(ErrorCode.BAD_FIELD, api -> api.post("backup/create", "{\"reason\": \"" + "x".repeat(1001) + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page=0",
                "page=-1",
                "page=x",
                "page=1.5",
                "page=" + HUGE,
                "page_size=0",
                "page_size=101",
                "page_size=x",
                "type=none",
                "type=Manual",
                "status=done"
            })
    void theListTakesOnlyWhatItKnows(String query) {
        Answer answer = refused(ErrorCode.BAD_FIELD, api -> api.get("backup/list?" + query));
        assertTrue(answer.message().contains(query.substring(0, query.indexOf('='))), answer.message());
        if (query.startsWith("page")) {
            refused(ErrorCode.BAD_FIELD, api -> api.get("backup/jobs?" + query));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind=none", "kind=Backups", "state=done"})
    void theJobsTakeOnlyWhatTheyKnow(String query) {
        Answer answer = refused(ErrorCode.BAD_FIELD, api -> api.get("backup/jobs?" + query));
        assertTrue(answer.message().contains(query.substring(0, query.indexOf('='))), answer.message());
    }

    @Test
    void anUnknownDatabaseIsToldWithTheKnownNames() {
        List<Function<Api, Answer>> requests = List.of(
                api -> api.post("backup/create", "{\"database\": \"nobody\"}"),
                api -> api.post("backup/cancel", "{\"database\": \"nobody\"}"),
                api -> api.get("backup/status?database=nobody"),
                api -> api.get("backup/config?database=nobody"),
                api -> api.get("backup/list?database=nobody"),
                api -> api.post("backup/restore", "{\"record_id\": 1, \"database\": \"nobody\"}"));
        for (Function<Api, Answer> request : requests) {
            Answer answer = refused(ErrorCode.UNKNOWN_DATABASE, request);
            assertEquals("已配置的数据库：default", answer.hint());
        }
    }

    @Test
    void whatTheServerItselfRefusesHasTheEnvelopeToo() {
        refused(ErrorCode.UNKNOWN_PATH, api -> api.get("backup/nothing"));
        refused(ErrorCode.UNKNOWN_PATH, api -> api.get("nothing"));
        refused(ErrorCode.METHOD_NOT_ALLOWED, api -> api.get("backup/create"));
        refused(ErrorCode.METHOD_NOT_ALLOWED, api -> api.delete("backup/list"));
        refused(ErrorCode.METHOD_NOT_ALLOWED, api -> api.send("PATCH", "backup/list", BodyPublishers.ofString("{}")));
        refused(ErrorCode.METHOD_NOT_ALLOWED, api -> api.get("backup/upload-restore"));
        refused(ErrorCode.METHOD_NOT_ALLOWED, api -> api.delete("backup/uploads"));
        refused(ErrorCode.NOT_ACCEPTABLE, api -> api.with("Accept", "image/png").get("backup/list"));
        for (String type : List.of("text/plain", "application/xml", "application/x-www-form-urlencoded")) {
            refused(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    api -> api.with("Content-Type", type).post("backup/create", "{}"));
        }
    }

    @Test
    void nobodyGetsInWithoutAKey() {
        for (String path : List.of(
                "list",
                "records/1",
                "records/1/manifest",
                "download/1",
                "status",
                "config",
                "jobs",
                "jobs/1",
                "events")) {
            refusedAnonymous(api -> api.get("backup/" + path));
        }
        for (String path : List.of("create", "restore", "upload-restore", "cancel", "adopt")) {
            refusedAnonymous(api -> api.post("backup/" + path));
        }
        refusedAnonymous(api -> api.delete("backup/records/1"));
        // A key that is none is told apart from no key at all.
        refusedAnonymous(
                ErrorCode.KEY_INVALID, api -> api.with("X-API-Key", "wrong").get("backup/list"));
        refusedAnonymous(ErrorCode.KEY_INVALID, api -> api.get("backup/list?api_key=wrong"));
        String key = org.safeward.server.SafewardServer.API_KEY;
        assertEquals(
                0, api().anonymous().get("backup/list?page=1&api_key=" + key).code());
        assertEquals(200, api().anonymous().get("health").status());
    }

    private void refusedAnonymous(Function<Api, Answer> request) {
        refusedAnonymous(ErrorCode.NOT_AUTHENTICATED, request);
    }

    private void refusedAnonymous(ErrorCode code, Function<Api, Answer> request) {
        Answer answer = Refusals.assertRefused(code, api().anonymous(), request);
        assertEquals(2, answer.code());
    }
}
