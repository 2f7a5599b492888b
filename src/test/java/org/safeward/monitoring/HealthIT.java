package org.safeward.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fault.ErrorCode;
import org.safeward.fixture.SilentDirectory;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;
import org.safeward.store.SmallDisk;
import org.safeward.store.StoreMarker;

/** Health says what is wrong, to strangers without names, and so do the server's own health pages. */
class HealthIT {
    private static final Duration MAX_AGE = Duration.ofSeconds(12);
    private static final int MEGABYTES = 40;

    @TempDir
    static Path folder;

    private static SmallDisk backups;
    private static SafewardServer server;

    @BeforeAll
    static void start() throws IOException {
        backups = SmallDisk.on(folder.resolve("backups"), MEGABYTES);
        SmallDatabase live = SmallDatabase.create(folder.resolve("live.db"));
        // Healthy it is not before its first backup, but started.
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(live.file())
                .with("safeward.backup.directory", backups.folder())
                .with("safeward.health.max-age", MAX_AGE.toSeconds() + "s")
                .with("safeward.health.max-proven-age", "1h")
                .start();
        assertEquals(200, server.api().post("backup/create").status());
        JsonObject unproven = assertDown("last_proof");
        assertTrue(unproven.isNull("last_proven_at"), unproven.toString());
        assertEquals(200, server.api().post("backup/drills", "{}").status());
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        backups.close();
    }

    @AfterEach
    void makeRoom() throws IOException {
        backups.readOnly(false);
        backups.free();
    }

    @Test
    void isBadUntilThereIsAGoodBackupAndAgainWhenItIsTooOld() {
        server.api()
                .get("backup/list")
                .data()
                .getJsonArray("list")
                .forEach(record -> server.api()
                        .delete("backup/records/" + record.asJsonObject().getInt("id")));
        assertDown("last_backup");
        assertEquals(200, server.api().post("backup/create").status());
        Answer healthy = assertUp();
        JsonObject database = healthy.data().getJsonArray("databases").getJsonObject(0);
        JsonObject status = server.api().get("backup/status").data();
        assertEquals(status.getInt("last_success_at"), database.getInt("last_good_at"));
        assertEquals(MAX_AGE.toSeconds(), database.getInt("max_age"));
        assertEquals(status.getInt("last_proven_at"), database.getInt("last_proven_at"));
        assertEquals(3600, database.getInt("max_proven_age"));
        Waiting.sleep(MAX_AGE.plusSeconds(1));
        assertDown("last_backup");
        assertEquals(200, server.api().anonymous().get("health/started").status());
    }

    @Test
    void isBadWhenTheBackupDirectoryIsFull() throws IOException {
        freshBackup();
        backups.leaveFree(1000);
        JsonObject database = assertDown("backup_directory");
        assertTrue(database.getBoolean("writable"), database.toString());
        assertTrue(database.getInt("free") <= 1_024_000, database.toString());
        assertTrue(database.getInt("free") < database.getInt("needed"), database.toString());
        backups.free();
        assertUp();
    }

    /** As one that is mounted from a machine that is away. */
    @Test
    void aBackupDirectoryThatDoesNotAnswerKeepsNobodyWaiting() throws IOException {
        freshBackup();
        try (SilentDirectory silent = SilentDirectory.at(backups.folder())) {
            long began = System.nanoTime();
            assertDown("backup_directory");
            JsonObject status = server.api().get("backup/status").data();
            assertEquals(
                    "unreachable",
                    status.getJsonArray("stores").getJsonObject(0).getString("state"));
            assertEquals(200, server.api().get("metrics").status());
            JsonObject listed =
                    server.api().get("backup/list").data().getJsonArray("list").getJsonObject(0);
            assertEquals("good", listed.getJsonArray("copies").getJsonObject(0).getString("state"));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertTrue(took.toSeconds() < 40, took.toString());
        }
        assertUp();
    }

    @Test
    void isBadWhenTheBackupDirectoryCannotBeWritten() throws IOException {
        freshBackup();
        backups.readOnly(true);
        JsonObject database = assertDown("backup_directory");
        assertFalse(database.getBoolean("writable"), database.toString());
        assertEquals(backups.folder().toString(), database.getString("directory"));
    }

    /** The mount point of a disk that is not mounted can be written, and has room. */
    @Test
    void isBadWhenTheBackupDirectoryIsAnother() throws IOException {
        freshBackup();
        Path marker = backups.folder().resolve(StoreMarker.NAME);
        String kept = Files.readString(marker);
        Files.delete(marker);
        try {
            JsonObject database = assertDown("backup_directory");
            assertFalse(database.getBoolean("in_order"), database.toString());
            assertTrue(database.getBoolean("writable"), database.toString());
        } finally {
            Files.writeString(marker, kept);
        }
        freshBackup();
        assertUp();
    }

    @Test
    void tellsStrangersNoNames() throws IOException {
        freshBackup();
        backups.readOnly(true);
        Answer answer = server.api().anonymous().get("health");
        assertFalse(answer.data().containsKey("databases"), answer.text());
        assertFalse(answer.text().contains(folder.toString()), answer.text());
        assertFalse(answer.text().contains("default"), answer.text());
    }

    @Test
    @DisabledIfSystemProperty(
            named = "tests.server",
            matches = "wildfly",
            disabledReason = "its standalone.xml has no MicroProfile Health")
    void theServersOwnHealthPagesSayTheSame() throws IOException {
        freshBackup();
        JsonObject own = safeward(ofServer("ready"));
        assertEquals("UP", own.getString("status"), own.toString());
        assertEquals(200, ofServer("ready").status());
        backups.readOnly(true);
        own = safeward(ofServer("ready"));
        assertEquals("DOWN", own.getString("status"), own.toString());
        assertEquals("DOWN", own.getJsonObject("data").getString("backup_directory"), own.toString());
        assertEquals("UP", own.getJsonObject("data").getString("catalog"), own.toString());
        Answer ready = ofServer("ready");
        assertEquals(503, ready.status());
        assertFalse(ready.text().contains(folder.toString()), ready.text());
        Answer started = ofServer("started");
        assertEquals(200, started.status());
        assertTrue(started.text().contains("safeward-started"), started.text());
    }

    private static void freshBackup() {
        assertEquals(200, server.api().post("backup/create").status());
        assertUp();
    }

    private static Answer assertUp() {
        Answer answer = server.api().get("health");
        assertEquals(200, answer.status(), answer.text());
        assertEquals("UP", answer.data().getString("status"));
        assertEquals(
                List.of("\"UP\"", "\"UP\"", "\"UP\"", "\"UP\""),
                answer.data().getJsonObject("parts").values().stream()
                        .map(Object::toString)
                        .toList());
        return answer;
    }

    /** @return what is told of the database to those who may read */
    private static JsonObject assertDown(String part) {
        Answer answer = server.api().inEnglish().get("health");
        assertEquals(503, answer.status(), answer.text());
        assertEquals(ErrorCode.UNHEALTHY.name(), answer.error());
        assertEquals("Not everything is in order: " + part, answer.message());
        assertEquals("DOWN", answer.data().getString("status"));
        assertEquals("UP", answer.data().getJsonObject("parts").getString("catalog"));
        assertEquals("DOWN", answer.data().getJsonObject("parts").getString(part));
        assertEquals(503, server.api().anonymous().get("health").status());
        return answer.data().getJsonArray("databases").getJsonObject(0);
    }

    /** Beside the application, which has the root of the server. */
    private static Answer ofServer(String page) {
        Api anonymous = server.api().anonymous();
        return anonymous.get("../health/" + page);
    }

    private static JsonObject safeward(Answer answer) {
        return answer.json().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> check.getString("name").equals("safeward"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.text()));
    }
}
