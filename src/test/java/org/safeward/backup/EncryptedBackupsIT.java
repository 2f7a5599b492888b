package org.safeward.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.age.KeyPair;
import org.safeward.archive.content.FileSum;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.SmallDatabase;
import org.safeward.hooks.Receiver;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/** Backups that only their identity opens: made, proven, lost, found and brought back without a plain byte on the disk. */
@OnEveryServer
class EncryptedBackupsIT {
    private static final KeyPair PAIR = KeyPair.make();
    private static final String WRONG = KeyPair.make().secretKey();
    private static final String PLAIN = "what nobody may read on the disk";

    @TempDir
    static Path folder;

    private static SmallDatabase live;
    private static SafewardServer server;
    private static Receiver receiver;

    @BeforeAll
    static void start() throws IOException {
        receiver = new Receiver(call -> false);
        live = SmallDatabase.create(folder.resolve("live.db"));
        live.execute("CREATE TABLE secrets(x)");
        live.execute("INSERT INTO secrets VALUES ('" + PLAIN + "')");
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(live.file())
                .with("safeward.backup.recipients", PAIR.publicKey())
                .with("safeward.drill.automatic", false)
                .with("safeward.identity.days", 300)
                .with("safeward.hooks.on-overdue", receiver.at("/overdue"))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
        receiver.close();
    }

    private static Api api() {
        return server.api().inEnglish();
    }

    private static JsonObject backup() {
        Answer made = api().post("backup/create");
        assertEquals(200, made.status(), made.text());
        return made.data();
    }

    private static JsonObjectBuilder restoring(JsonObject record) {
        return Json.createObjectBuilder().add("record_id", record.getInt("id"));
    }

    private static Path file(JsonObject record) {
        return Path.of(record.getString("file_path"));
    }

    @Test
    void ageUnzipAndSqliteAloneGetItBackAndNothingElseIsOnTheDisk() throws Exception {
        JsonObject record = backup();
        Path file = file(record);

        assertTrue(file.toString().endsWith(".sql.zip.age"), file.toString());
        assertTrue(record.getBoolean("encrypted"));
        assertEquals(1, record.getInt("is_compressed"));
        assertEquals(FileSum.sha256(file, () -> {}), record.getString("sha256"));
        assertEquals(List.of(), holding(PLAIN, server.home()));
        Path identity = Files.writeString(folder.resolve("identity"), PAIR.secretKey());
        Path copy = folder.resolve("copy.db");
        String commands = "age -d -i '%s' '%s' > '%s/b.zip' && unzip -p '%s/b.zip' backup.sql | sqlite3 '%s'"
                .formatted(identity, file, folder, folder, copy);
        assertEquals(
                0, new ProcessBuilder("sh", "-c", commands).inheritIO().start().waitFor());
        assertEquals(PLAIN, new SmallDatabase(copy).ask("SELECT x FROM secrets"));
        Files.delete(identity);
        Path downloaded = folder.resolve("downloaded");
        api().download("backup/download/" + record.getInt("id"), downloaded);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(downloaded), "as it lies there");
    }

    @Test
    void aRestoreNeedsTheIdentityAndIsUndoneWithout() {
        JsonObject record = backup();
        int jobs = api().get("backup/jobs").data().getInt("total");
        assertRefused("ENCRYPTED_NO_IDENTITY", 422, restoring(record).build());
        assertRefused(
                "ENCRYPTED_FOR_OTHERS",
                422,
                restoring(record).add("identity", WRONG).build());
        assertRefused(
                "IDENTITY_INVALID",
                400,
                restoring(record).add("identity", PAIR.publicKey()).build());
        assertEquals(jobs, api().get("backup/jobs").data().getInt("total"), "no job has begun");

        live.execute("UPDATE secrets SET x = 'changed'");
        Answer done = api().post(
                        "backup/restore",
                        restoring(record).add("identity", PAIR.secretKey()).build());
        assertEquals(200, done.status(), done.text());
        assertEquals(PLAIN, live.ask("SELECT x FROM secrets"));
        assertEquals(200, api().post("backup/restore/undo").status(), "the safety backup is not encrypted");
        assertEquals("changed", live.ask("SELECT x FROM secrets"));
        live.execute("UPDATE secrets SET x = '" + PLAIN + "'");
        removeSafetyBackups();
    }

    /** It is looked for each minute, and told once a month. */
    @Test
    void anIdentityThatNobodyHasShownForLongIsAskedForAndARestoreWithItShowsIt() throws IOException {
        JsonObject record = backup();
        long known = Instant.now().minus(Duration.ofDays(301)).toEpochMilli();
        new CatalogFile(server.home())
                .change(
                        "INSERT OR REPLACE INTO shown_identity (recipient, known_since) VALUES (?, " + known + ")",
                        PAIR.publicKey());
        assertTrue(place().getBoolean("late"), place().toString());

        Receiver.Call call = receiver.await("identity-unshown", "", 1, Duration.ofSeconds(75))
                .get(0);

        assertEquals("/overdue", call.path());
        assertEquals("backup-directory", call.body().getString("place"));
        assertTrue(
                call.body().getString("message").contains("backup-directory"),
                call.body().toString());
        assertFalse(call.body().containsKey("shown_at"), call.body().toString());
        assertRefused(
                "ENCRYPTED_FOR_OTHERS",
                422,
                restoring(record).add("identity", WRONG).build());
        assertTrue(place().getBoolean("late"), "only what opens it counts");
        JsonObject body = restoring(record)
                .add("identity", PAIR.secretKey())
                .add("target", "shown.db")
                .build();
        Answer done = api().post("backup/restore", body);
        assertEquals(200, done.status(), done.text());
        Files.delete(server.home().resolve("restored/shown.db"));
        assertFalse(place().getBoolean("late"));
        JsonObject shown = place().getJsonArray("recipients").getJsonObject(0);
        assertFalse(shown.isNull("shown_at") || shown.isNull("shown_by"), shown.toString());
        assertEquals(1, receiver.about("identity-unshown", "").size());
    }

    private static JsonObject place() {
        return api().get("recipients").data().getJsonArray("list").getJsonObject(0);
    }

    private static void assertRefused(String code, int status, JsonObject body) {
        Answer answer = api().post("backup/restore", body);
        assertEquals(code, answer.error(), answer.text());
        assertEquals(status, answer.status());
    }

    private static void removeSafetyBackups() {
        api().get("backup/list?page_size=100").data().getJsonArray("list").stream()
                .map(JsonValue::asJsonObject)
                .filter(record -> !record.getBoolean("encrypted"))
                .forEach(record -> api().delete("backup/records/" + record.getInt("id")));
    }

    @Test
    void aFileThatWasChangedIsNotRestored() throws IOException {
        JsonObject record = backup();
        try (RandomAccessFile file = new RandomAccessFile(file(record).toFile(), "rw")) {
            file.seek(file.length() - 20);
            file.write(file.read() ^ 1);
        }
        Answer answer = api().post(
                        "backup/restore",
                        restoring(record).add("identity", PAIR.secretKey()).build());
        assertEquals("ENCRYPTED_DAMAGED", answer.error(), answer.text());
        assertEquals(PLAIN, live.ask("SELECT x FROM secrets"));
        api().delete("backup/records/" + record.getInt("id"));
    }

    @Test
    void uploadsAreOpenedOnceAndThenRestoredByTheirId() throws IOException {
        Path file = Files.copy(file(backup()), folder.resolve("brought.sql.zip.age"));
        assertEquals(
                "ENCRYPTED_NO_IDENTITY", api().upload("backup/uploads", file).error());
        assertEquals(
                "ENCRYPTED_NO_IDENTITY",
                api().upload("backup/upload-restore", file).error());
        Map<String, String> identity = Map.of("identity", "# a comment\r\n" + PAIR.secretKey() + "\r\n");
        Answer held = api().upload("backup/uploads", file, file.getFileName().toString(), identity);
        assertEquals(200, held.status(), held.text());
        assertTrue(held.text().contains("secrets"), held.text());
        String id = held.data().getString("upload_id");

        assertEquals(200, api().get("backup/restore/preview?upload_id=" + id).status());
        Answer done = api().post("backup/restore", "{\"upload_id\": \"%s\", \"target\": \"beside.db\"}".formatted(id));
        assertEquals(200, done.status(), done.text());
        Path beside = server.home().resolve("restored/beside.db");
        assertEquals(PLAIN, new SmallDatabase(beside).ask("SELECT x FROM secrets"));
        Files.delete(beside);
        live.execute("UPDATE secrets SET x = 'changed'");
        Answer atOnce =
                api().upload("backup/upload-restore", file, file.getFileName().toString(), identity);
        assertEquals(200, atOnce.status(), atOnce.text());
        assertEquals(PLAIN, live.ask("SELECT x FROM secrets"));
        removeSafetyBackups();
        try (Stream<Path> left = Files.list(server.home().resolve("uploads"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void filesWithoutARecordAreAdoptedByWhoHoldsTheirIdentity() throws IOException {
        Path file = file(backup());
        Path stray = Files.copy(file, file.resolveSibling("stray.sql.zip.age"));
        JsonObject refused = api().post("backup/adopt").data();
        assertEquals(
                "ENCRYPTED_NO_IDENTITY",
                refused.getJsonArray("refused").getJsonObject(0).getString("error"));
        assertEquals(
                "IDENTITY_INVALID",
                api().post("backup/adopt", "{\"identity\": \"x\"}").error());

        JsonObject adopted = api().post("backup/adopt", "{\"identity\": \"%s\"}".formatted(PAIR.secretKey()))
                .data()
                .getJsonArray("adopted")
                .getJsonObject(0);
        assertEquals(stray.toString(), adopted.getString("file_path"));
        assertEquals(1, adopted.getInt("is_compressed"));
        assertTrue(adopted.getBoolean("encrypted"));
        api().delete("backup/records/" + adopted.getInt("id"));
    }

    @Test
    void withoutAnIdentityFileNoDrillIsMadeAndTheStatusSaysSo() {
        backup();
        assertEquals("encrypted", api().get("backup/status").data().getString("drill_obstacle"));
        assertEquals("ENCRYPTED_NO_IDENTITY", api().post("backup/drills").error());
    }

    private static List<Path> holding(String text, Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(place.resolve("tmp")))
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            // It went while the others were read.
            assertFalse(Files.exists(file), file.toString());
            return false;
        }
    }
}
