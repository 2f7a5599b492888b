package org.safeward.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.safeward.schedule.Schedules.config;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fixture.SmallDatabase;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** The config of automatic backups: its fields are the contract's, wrong ones are named, and a refused one changes nothing. */
class ConfigIT {
    private static final List<String> FIELDS =
            List.of("backup_enabled", "backup_cron", "backup_retention", "backup_max_count", "backup_compress");

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static Api api;
    private static Path root;

    @BeforeAll
    static void start() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("safeward.databases", "default,fresh,placed,checked")
                .with("safeward.backup.roots", root + "," + folder.resolve("other-root"));
        for (String name : List.of("default", "fresh", "placed", "checked")) {
            Path file = SmallDatabase.create(folder.resolve(name + ".db")).file();
            server.with("safeward.database." + name + ".url", "jdbc:sqlite:" + file);
        }
        api = server.start().api();
        // Half a day away: nothing fires while these tests run.
        put(config("checked", "30 " + LocalTime.now().plusHours(12).getHour() + " * * *")
                .add("backup_timezone", "Asia/Shanghai")
                .build());
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void theFirstConfigIsTheContractsExampleButDisabled() {
        JsonObject first = get("fresh");
        assertEquals(
                Set.of(
                        "id",
                        "created_at",
                        "updated_at",
                        "backup_enabled",
                        "backup_cron",
                        "backup_path",
                        "backup_retention",
                        "backup_max_count",
                        "backup_compress",
                        "backup_timezone",
                        "drill_cron"),
                first.keySet());
        assertTrue(first.getInt("id") > 0);
        assertTrue(Math.abs(first.getJsonNumber("created_at").longValueExact()
                        - Instant.now().getEpochSecond())
                < 600);
        assertEquals(0, first.getInt("backup_enabled"));
        assertEquals("0 3 * * *", first.getString("backup_cron"));
        assertEquals("", first.getString("backup_path"));
        assertEquals(7, first.getInt("backup_retention"));
        assertEquals(10, first.getInt("backup_max_count"));
        assertEquals(1, first.getInt("backup_compress"));
        assertEquals("default", first.getString("drill_cron"));
    }

    @Test
    void aPutOfTheContractsFiveFieldsIsTakenAsItStands() {
        JsonObject five = Json.createObjectBuilder()
                .add("backup_enabled", 0)
                .add("backup_cron", "30 4 * * 1-5")
                .add("backup_retention", 14)
                .add("backup_max_count", 20)
                .add("backup_compress", 0)
                .build();
        Answer answer = api.put("backup/config", five);
        assertEquals(200, answer.status());
        assertEquals(0, answer.code());
        assertEquals("配置已更新", answer.message());
        assertTrue(answer.hasNullData());
        JsonObject after = get("default");
        five.forEach((field, value) -> assertEquals(value, after.get(field), field));
    }

    @Test
    void whatIsNotOfTheContractStaysWhenItIsNotSent() {
        put(config("placed", "0 3 * * *")
                .add("backup_enabled", 0)
                .add("backup_path", root.resolve("kept").toString())
                .add("backup_timezone", "Europe/Berlin")
                .add("drill_cron", "0 5 * * 6")
                .build());
        put(config("placed", "0 4 * * *").add("backup_enabled", 0).build());
        assertEquals(root.resolve("kept").toString(), get("placed").getString("backup_path"));
        assertEquals("Europe/Berlin", get("placed").getString("backup_timezone"));
        assertEquals("0 5 * * 6", get("placed").getString("drill_cron"));
        for (String other : List.of("", "default")) {
            put(config("placed", "0 4 * * *")
                    .add("backup_enabled", 0)
                    .add("drill_cron", other)
                    .build());
            assertEquals(other, get("placed").getString("drill_cron"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backup_enabled | 2",
                "backup_enabled | true",
                "backup_enabled | '\"1\"'",
                "backup_enabled | null",
                "backup_cron | '\"\"'",
                "backup_cron | 5",
                "backup_cron | '\"0 3 * *\"'",
                "backup_cron | '\"60 3 * * *\"'",
                "backup_cron | '\"@daily\"'",
                "backup_cron | '\"0 0 31 2 *\"'",
                "backup_retention | 0",
                "backup_retention | 3651",
                "backup_retention | 1.7",
                "backup_retention | -1",
                "backup_max_count | 0",
                "backup_max_count | 1001",
                "backup_max_count | 99999999999999999999",
                "backup_compress | 3",
                "backup_compress | []",
                "backup_timezone | '\"Mars/Olympus\"'",
                "backup_timezone | '\"+08:00\"'",
                "backup_timezone | 8",
                "backup_path | '\"/etc\"'",
                "backup_path | '\"relative\"'",
                "backup_path | 7",
                "drill_cron | '\"at night\"'",
                "drill_cron | '\"0 0 31 2 *\"'",
                "drill_cron | 5",
            })
    void oneWrongFieldIsNamedAndNothingChanges(String field, String value) {
        JsonObject before = get("checked");
        JsonValue next = Schedules.status(api, "checked").get("next_run_at");
        JsonObject wrong =
                config("checked", "0 5 * * *").add(field, parsed(value)).build();
        for (Api language : List.of(api, api.inEnglish())) {
            Answer answer = language.put("backup/config", wrong);
            assertEquals(400, answer.status(), answer.text());
            assertEquals(1, answer.code());
            assertEquals("BAD_FIELD", answer.error());
            assertTrue(answer.message().contains(field), answer.message());
            FIELDS.stream()
                    .filter(other -> !other.equals(field))
                    .forEach(other -> assertFalse(answer.message().contains(other), answer.message()));
        }
        assertEquals(before, get("checked"));
        assertEquals(next, Schedules.status(api, "checked").get("next_run_at"));
    }

    @Test
    void allWrongFieldsAreNamedAtOnceInTheCallersLanguage() {
        JsonObject wrong = config("checked", "61 25 32 13 8")
                .add("backup_enabled", 2)
                .add("backup_retention", 0)
                .add("backup_max_count", 0)
                .add("backup_compress", 2)
                .add("backup_path", "/elsewhere")
                .add("backup_timezone", "No/Where")
                .build();
        Answer chinese = api.put("backup/config", wrong);
        Answer english = api.inEnglish().put("backup/config", wrong);
        for (Answer answer : List.of(chinese, english)) {
            assertEquals(400, answer.status());
            FIELDS.forEach(field -> assertTrue(answer.message().contains(field), field));
            assertTrue(
                    answer.message().contains("backup_path") && answer.message().contains("backup_timezone"));
        }
        assertTrue(chinese.message().contains("必须是"), chinese.message());
        assertTrue(english.message().contains("must be"), english.message());
        assertFalse(english.message().matches(".*\\p{IsHan}.*"), english.message());
    }

    @Test
    void allMissingFieldsAreNamedAtOnce() {
        Answer answer = api.put("backup/config", Json.createObjectBuilder().build());
        assertEquals(400, answer.status());
        FIELDS.forEach(field -> assertTrue(answer.message().contains(field), field));
    }

    @Test
    void aDirectoryOutsideTheRootsIsRefusedWhicheverWayItIsWritten() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("dangling"), folder.resolve("nowhere"));
        Files.writeString(root.resolve("file"), "");
        for (String path : List.of(
                outside.toString(),
                root + "/../outside",
                root + "/link",
                root + "/link/below",
                root + "/dangling",
                root + "/file",
                root + "-like",
                "root",
                "/",
                root + "/nul\0")) {
            Answer answer = api.put(
                    "backup/config",
                    config("checked", "0 5 * * *").add("backup_path", path).build());
            assertEquals(400, answer.status(), path);
            assertTrue(answer.message().contains("backup_path"), answer.message());
        }
        assertEquals("", get("checked").getString("backup_path"));
    }

    @Test
    void backupsGoToTheConfiguredDirectory() throws IOException {
        Path place = root.resolve("a/new one");
        put(config("default", "0 3 * * *")
                .add("backup_enabled", 0)
                .add("backup_path", root + "/a/../a/new one")
                .build());
        assertEquals(place.toString(), get("default").getString("backup_path"));
        Path file = Path.of(api.post("backup/create").data().getString("file_path"));
        assertEquals(place, file.getParent());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(place)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void thePreviewTellsTheNextFiveTimesAndASentence() {
        String query = "backup/config/preview?cron=30%204%20*%20*%201-5&timezone=Asia/Shanghai";
        JsonObject preview = api.get(query).data();
        JsonArray times = preview.getJsonArray("next_run_at");
        assertEquals(5, times.size());
        Instant before = Instant.now();
        for (JsonNumber time : times.getValuesAs(JsonNumber.class)) {
            Instant moment = Instant.ofEpochSecond(time.longValueExact());
            assertTrue(moment.isAfter(before));
            before = moment;
            ZonedDateTime local = moment.atZone(ZoneId.of("Asia/Shanghai"));
            assertEquals(LocalTime.of(4, 30), local.toLocalTime());
            assertTrue(local.getDayOfWeek().getValue() <= 5);
        }
        assertTrue(preview.getString("sentence").matches(".*\\p{IsHan}.*"));
        String english = api.inEnglish().get(query).data().getString("sentence");
        assertTrue(english.contains("Monday"), english);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cron=", "cron=0%200%2031%202%20*", "cron=x", "cron=0%203%20*%20*%20*&timezone=Mars"})
    void aWrongPreviewNamesItsParameter(String query) {
        Answer answer = api.get("backup/config/preview?" + query);
        assertEquals(400, answer.status());
        assertTrue(answer.message().contains(query.contains("timezone") ? "timezone" : "cron"), answer.message());
        assertFalse(answer.message().contains("backup_"), answer.message());
    }

    @Test
    void anUnknownDatabaseIsToldWithTheKnownOnes() {
        assertEquals("UNKNOWN_DATABASE", api.get("backup/config?database=nope").error());
        Answer answer = api.put("backup/config", config("nope", "0 3 * * *").build());
        assertEquals(404, answer.status());
        assertTrue(answer.hint().contains("checked"), answer.hint());
    }

    @Test
    void theStatusTellsHowItStands() {
        JsonObject before = Schedules.status(api, "fresh");
        assertEquals(JsonValue.NULL, before.get("next_run_at"));
        assertEquals(JsonValue.NULL, before.get("last_success_at"));
        assertEquals(JsonValue.NULL, before.get("last_verified_at"));
        assertEquals(JsonValue.NULL, before.get("job"));
        assertFalse(before.getBoolean("is_running"));
        assertEquals(JsonValue.EMPTY_JSON_ARRAY, before.get("warnings"));
        assertTrue(before.getJsonNumber("disk_free").longValueExact() > 0);
        assertTrue(before.getString("backup_dir").endsWith("/home/backups/fresh"));
        assertEquals(get("fresh"), before.getJsonObject("config"));

        JsonObject made = api.post("backup/create", "{\"database\": \"fresh\"}").data();
        JsonObject after = Schedules.status(api, "fresh");
        assertEquals(made.get("completed_at"), after.get("last_success_at"));
        assertEquals(made.get("verified_at"), after.get("last_verified_at"));
        assertTrue(Schedules.nextRun(api, "checked") > Instant.now().getEpochSecond());
    }

    private static JsonObject get(String database) {
        return api.get("backup/config?database=" + database).data();
    }

    private static void put(JsonObject config) {
        Answer answer = api.put("backup/config", config);
        assertEquals(200, answer.status(), answer.text());
    }

    private static JsonValue parsed(String value) {
        try (JsonReader reader = Json.createReader(new StringReader(value))) {
            return reader.readValue();
        }
    }
}
