package org.safeward.backup.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.SmallDatabase;
import org.safeward.schedule.Schedules;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** What retention does to files and records on a running server. Which ones it chooses is the matter of {@code RetentionTest}. */
class RetentionIT {
    private static final List<String> NAMES =
            List.of("default", "failing", "pinned", "safety", "aged", "previewed", "vanished", "years");

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        // The last one of this year is the newest one, which stays anyway.
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("safeward.databases", String.join(",", NAMES))
                .with("safeward.backup.keep", "yearly=1");
        for (String name : NAMES) {
            server.with("safeward.database." + name + ".url", "jdbc:sqlite:" + live(name));
            SmallDatabase.create(live(name));
        }
        api = server.start().api();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void whatIsTooManyGoesWithRecordAndFileAfterASuccess() {
        keep("default", 7, 2);
        JsonObject first = backup("default");
        backup("default");
        assertTrue(Files.exists(file(first)));
        backup("default");
        assertEquals(404, api.get("backup/records/" + first.getInt("id")).status());
        assertFalse(Files.exists(file(first)));
        assertEquals(2, records("default").size());
        assertEquals(2, files(file(first).getParent()).size());
    }

    @Test
    void afterAFailureNothingGoes() throws IOException {
        keep("failing", 7, 5);
        backup("failing");
        backup("failing");
        keep("failing", 7, 1);
        Path aside = folder.resolve("aside.db");
        Files.move(live("failing"), aside);
        Answer failed = api.post("backup/create", "{\"database\": \"failing\"}");
        assertEquals("DATABASE_MISSING", failed.error());
        assertEquals("failed", failed.data().getString("status"));
        assertEquals(3, records("failing").size());

        Files.move(aside, live("failing"));
        JsonObject good = backup("failing");
        assertEquals(
                Set.of(good.getInt("id"), failed.data().getInt("id")),
                ids("failing"),
                "the failed one is young, the good ones are too many");
    }

    @Test
    void aPinnedOneStaysUntilItIsUnpinned() {
        keep("pinned", 7, 1);
        JsonObject kept = backup("pinned");
        String pin = "backup/records/" + kept.getInt("id") + "/pin";
        Answer pinned = api.put(pin, Json.createObjectBuilder().build());
        assertEquals(200, pinned.status(), pinned.text());
        assertTrue(pinned.data().getBoolean("pinned"));
        backup("pinned");
        JsonObject newest = backup("pinned");
        assertEquals(Set.of(kept.getInt("id"), newest.getInt("id")), ids("pinned"));
        assertTrue(Files.exists(file(kept)));

        assertFalse(api.delete(pin).data().getBoolean("pinned"));
        JsonObject last = backup("pinned");
        assertEquals(Set.of(last.getInt("id")), ids("pinned"));
        assertFalse(Files.exists(file(kept)));
    }

    @Test
    void onlyRecordsCanBePinned() {
        assertEquals("RECORD_NOT_FOUND", api.delete("backup/records/999999/pin").error());
        assertEquals("BAD_FIELD", api.delete("backup/records/x/pin").error());
    }

    @Test
    void ofSafetyBackupsTheNewestThreeStay() {
        keep("safety", 7, 10);
        JsonObject origin = backup("safety");
        JsonObject request = Json.createObjectBuilder()
                .add("record_id", origin.getInt("id"))
                .add("database", "safety")
                .build();
        for (int i = 0; i < 5; i++) {
            Answer restored = api.post("backup/restore", request);
            assertEquals(200, restored.status(), restored.text());
        }
        assertEquals(5, ofOrigin("safety").size(), "a restore removes nothing");
        List<Integer> newest = ofOrigin("safety").subList(0, 3);
        backup("safety");
        assertEquals(newest, ofOrigin("safety"));
    }

    @Test
    void afterTheDaysOldAndFailedOnesGoButTheNewestGoodOneStays() {
        keep("aged", 7, 10);
        JsonObject old = backup("aged");
        JsonObject failed = backup("aged");
        JsonObject young = backup("aged");
        CatalogFile catalog = new CatalogFile(server.home());
        catalog.change(
                "UPDATE backup_record SET status = 'FAILED', file_path = '', verified_at = NULL WHERE id = ?",
                failed.getInt("id"));
        age(catalog, old, 8);
        age(catalog, failed, 8);
        age(catalog, young, 6);
        assertEquals("FAILED", catalog.ask("SELECT status FROM backup_record WHERE id = ?", failed.getInt("id")));
        JsonObject newest = backup("aged");
        assertEquals(Set.of(young.getInt("id"), newest.getInt("id")), ids("aged"));
        assertFalse(Files.exists(file(old)));

        age(catalog, young, 9);
        age(catalog, newest, 8);
        JsonObject preview = api.get("backup/retention/preview?database=aged").data();
        assertEquals(Set.of(young.getInt("id")), removed(preview), "the newest good one stays however old it is");
    }

    private static void age(CatalogFile catalog, JsonObject record, int days) {
        long then = Instant.now().minus(Duration.ofDays(days)).toEpochMilli();
        catalog.change(
                "UPDATE backup_record SET created_at = ?, completed_at = ? WHERE id = ?",
                then,
                then,
                record.getInt("id"));
    }

    @Test
    void thePreviewSaysWhatTheNextSuccessRemovesAndRemovesNothing() {
        keep("previewed", 7, 3);
        List<Integer> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(backup("previewed").getInt("id"));
        }
        JsonObject now = preview("database=previewed");
        assertEquals(Set.of(), removed(now));
        assertEquals(3, now.getInt("backup_max_count"));
        assertEquals(7, now.getInt("backup_retention"));

        JsonObject tighter = preview("database=previewed&backup_max_count=1&backup_retention=30");
        assertEquals(Set.of(made.get(0), made.get(1)), removed(tighter));
        assertEquals(2, tighter.getInt("removes"));
        JsonObject oldest = tighter.getJsonArray("list").getValuesAs(JsonObject.class).stream()
                .filter(decision -> decision.getInt("record_id") == made.get(0))
                .findFirst()
                .orElseThrow();
        assertEquals("TOO_MANY", oldest.getString("reason"));
        assertEquals("超过最多保留数量", oldest.getString("text"));
        assertEquals(3, records("previewed").size(), "a preview removes nothing");

        Answer wrong = api.get("backup/retention/preview?backup_max_count=0&backup_retention=x");
        assertEquals(400, wrong.status());
        assertTrue(
                wrong.message().contains("backup_max_count") && wrong.message().contains("backup_retention"));
    }

    @Test
    void whatPeriodsKeepIsNamedByTheirPeriod() {
        keep("years", 7, 10);
        JsonObject old = backup("years");
        backup("years");
        age(new CatalogFile(server.home()), old, 900);

        assertEquals("yearly=1", preview("database=years").getString("backup_keep"));
        assertEquals(Set.of(old.getInt("id")), removed(preview("database=years")));
        JsonObject kept = preview("database=years&backup_keep=monthly%3D2,daily%3D1");
        assertEquals("daily=1,monthly=2", kept.getString("backup_keep"));
        assertEquals("当月的最后一个备份", kept.getJsonArray("list").getJsonObject(0).getString("text"));
        assertEquals(Set.of(), removed(kept));
        Answer wrong = api.get("backup/retention/preview?backup_keep=hourly%3D2");
        assertEquals("BAD_FIELD", wrong.error());
    }

    @Test
    void aRecordWhoseFileIsGonePushesNoGoodOneOut() throws IOException {
        keep("vanished", 7, 2);
        JsonObject real = backup("vanished");
        JsonObject gone = backup("vanished");
        Files.delete(file(gone));
        backup("vanished");
        assertTrue(Files.exists(file(real)));
        assertEquals(3, records("vanished").size());
        String warning = api.get("backup/status?database=vanished")
                .data()
                .getJsonArray("warnings")
                .getString(0);
        assertTrue(warning.contains(String.valueOf(gone.getInt("id"))), warning);
        assertEquals(
                "BACKUP_FILE_MISSING",
                api.post(
                                "backup/restore",
                                "{\"record_id\": %d, \"database\": \"vanished\"}".formatted(gone.getInt("id")))
                        .error());
        assertEquals(200, api.delete("backup/records/" + gone.getInt("id")).status());
    }

    private static Path live(String database) {
        return folder.resolve(database + ".db");
    }

    private static void keep(String database, int days, int most) {
        JsonObject config = Schedules.config(database, "0 3 * * *")
                .add("backup_enabled", 0)
                .add("backup_retention", days)
                .add("backup_max_count", most)
                .build();
        assertEquals(200, api.put("backup/config", config).status());
    }

    private static JsonObject backup(String database) {
        Answer answer = api.post("backup/create", "{\"database\": \"" + database + "\"}");
        assertEquals(200, answer.status(), answer.text());
        return answer.data();
    }

    private static JsonObject preview(String query) {
        return api.get("backup/retention/preview?" + query).data();
    }

    private static Set<Integer> removed(JsonObject preview) {
        return preview.getJsonArray("list").getValuesAs(JsonObject.class).stream()
                .filter(decision -> decision.getBoolean("remove"))
                .map(decision -> decision.getInt("record_id"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<JsonObject> records(String database) {
        return api.get("backup/list?page_size=100&database=" + database)
                .data()
                .getJsonArray("list")
                .getValuesAs(JsonObject.class);
    }

    private static Set<Integer> ids(String database) {
        return records(database).stream().map(record -> record.getInt("id")).collect(Collectors.toSet());
    }

    /** Newest first. */
    private static List<Integer> ofOrigin(String origin) {
        return records("safety").stream()
                .filter(record -> record.getString("origin").equals(origin))
                .map(record -> record.getInt("id"))
                .toList();
    }

    private static Path file(JsonObject record) {
        return Path.of(record.getString("file_path"));
    }

    private static List<Path> files(Path directory) {
        try (var files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
