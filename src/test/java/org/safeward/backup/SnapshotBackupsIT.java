package org.safeward.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.SmallDatabase;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** Backups that are the database file itself: made, opened by others' programs, restored, taken back, drilled, adopted; and killed while they are made. */
class SnapshotBackupsIT {
    @TempDir
    static Path folder;

    private static SmallDatabase live;
    private static SafewardServer server;

    @BeforeAll
    static void start() {
        live = SmallDatabase.create(folder.resolve("live.db"));
        live.execute("CREATE TABLE t(x)");
        live.execute("INSERT INTO t VALUES ('as it was')");
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(live.file())
                .with("safeward.backup.format", "snapshot")
                .with("safeward.drill.automatic", false)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Api api() {
        return server.api().inEnglish();
    }

    private static JsonObject backup() {
        return done(api().post("backup/create")).data();
    }

    private static Answer done(Answer answer) {
        assertEquals(200, answer.status(), answer.text());
        return answer;
    }

    private static JsonObject record(long id) {
        return done(api().get("backup/records/" + id)).data();
    }

    private static Path file(JsonObject record) {
        return Path.of(record.getString("file_path"));
    }

    private static void restore(JsonObject record) {
        done(api().post("backup/restore", "{\"record_id\": %d}".formatted(record.getInt("id"))));
    }

    @Test
    void oneIsADatabaseToEveryProgramAndComesBack() throws Exception {
        JsonObject record = backup();
        assertTrue(file(record).toString().endsWith(".db.zst"), record.toString());
        assertEquals("snapshot", record.getString("format"));
        Path copy = folder.resolve("copy.db");
        String commands = "zstd -q -d '%s' -o '%s'".formatted(file(record), copy);
        assertEquals(
                0, new ProcessBuilder("sh", "-c", commands).inheritIO().start().waitFor());
        assertEquals("as it was", new SmallDatabase(copy).ask("SELECT x FROM t"));
        live.execute("UPDATE t SET x = 'changed'");
        restore(record);
        assertEquals("as it was", live.ask("SELECT x FROM t"));
        done(api().post("backup/restore/undo"));
        assertEquals("changed", live.ask("SELECT x FROM t"));
        live.execute("UPDATE t SET x = 'as it was'");
    }

    /** It has no digests, and is proven all the same: by its bytes, its counts and its schema. */
    @Test
    void aDrillProvesIt() {
        JsonObject record = backup();
        Answer drill = done(api().post("backup/drills"));
        assertFalse(record(record.getInt("id")).isNull("proven_at"), drill.text());
    }

    @Test
    void oneThatIsBroughtIsRefusedAndOneThatLiesThereAdopted() throws Exception {
        Path file = file(backup());
        Path brought = Files.copy(file, folder.resolve("brought.db.zst"));
        assertEquals(
                "FILE_IS_DATABASE",
                api().upload("backup/upload-restore", brought).error());
        Path stray = Files.copy(file, file.resolveSibling("stray.db.zst"));
        JsonObject adopted =
                done(api().post("backup/adopt")).data().getJsonArray("adopted").getJsonObject(0);
        assertEquals(stray.toString(), adopted.getString("file_path"));
        assertEquals("snapshot", adopted.getString("format"));
        live.execute("UPDATE t SET x = 'changed'");
        restore(adopted);
        assertEquals("as it was", live.ask("SELECT x FROM t"));
    }

    @Test
    void killedWhileItIsMadeNothingIsLeft() throws Exception {
        live.execute("CREATE TABLE large(x)");
        live.execute("INSERT INTO large WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000)"
                + " SELECT zeroblob(100000) FROM n");
        Path backups = file(backup()).getParent();
        api().postLater("backup/create", "{}");
        long end = System.nanoTime() + 60_000_000_000L;
        while (temporary(backups).stream().noneMatch(name -> name.endsWith("-image"))) {
            assertTrue(System.nanoTime() < end, "no image was seen: " + temporary(backups));
        }
        server.kill();
        assertFalse(temporary(backups).isEmpty());
        server.start();
        assertEquals(List.of(), temporary(backups));
        assertEquals("as it was", live.ask("SELECT x FROM t"));
        backup();
        live.execute("DROP TABLE large");
    }

    private static List<String> temporary(Path backups) throws IOException {
        try (Stream<Path> files = Files.list(backups)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".safeward-") && Character.isDigit(name.charAt(10)))
                    .toList();
        }
    }
}
