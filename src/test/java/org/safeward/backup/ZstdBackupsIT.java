package org.safeward.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.SmallDatabase;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/** Backups that are packed by zstd, whose code is native and comes with the WAR: on each server, and after another WAR had loaded it. */
@OnEveryServer
class ZstdBackupsIT {
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
                .with("safeward.backup.compression", "zstd")
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
        Answer made = api().post("backup/create");
        assertEquals(200, made.status(), made.text());
        return made.data();
    }

    private static Path file(JsonObject record) {
        return Path.of(record.getString("file_path"));
    }

    private static void assertBack(Answer done) {
        assertEquals(200, done.status(), done.text());
        assertEquals("as it was", live.ask("SELECT x FROM t"));
    }

    @Test
    void oneIsMadeThatTheProgramsOpenAndComesBack() throws Exception {
        JsonObject record = backup();
        assertTrue(file(record).toString().endsWith(".sql.zst"), record.toString());
        assertEquals(1, record.getInt("is_compressed"));
        Path copy = folder.resolve("copy.db");
        String commands = "zstd -dc '%s' | sqlite3 -bail '%s'".formatted(file(record), copy);
        assertEquals(
                0, new ProcessBuilder("sh", "-c", commands).inheritIO().start().waitFor());
        assertEquals("as it was", new SmallDatabase(copy).ask("SELECT x FROM t"));
        live.execute("UPDATE t SET x = 'changed'");
        assertBack(api().post("backup/restore", "{\"record_id\": %d}".formatted(record.getInt("id"))));
        // Its safety backup, which the undo takes, is a snapshot whatever the others are.
        try (Stream<Path> files = Files.list(file(record).getParent())) {
            assertTrue(files.anyMatch(backup -> backup.toString().endsWith(".db.zst")));
        }
        assertEquals(200, api().post("backup/restore/undo").status());
        assertEquals("changed", live.ask("SELECT x FROM t"));
        live.execute("UPDATE t SET x = 'as it was'");
        Answer drill = api().post("backup/drills");
        assertEquals(200, drill.status(), drill.text());
    }

    @Test
    void oneThatIsBroughtIsRestoredAndOneThatLiesThereAdopted() throws Exception {
        Path file = file(backup());
        Path brought = Files.copy(file, folder.resolve("brought.sql.zst"));
        live.execute("UPDATE t SET x = 'changed'");
        assertBack(api().upload("backup/upload-restore", brought));
        Path stray = Files.copy(file, file.resolveSibling("stray.sql.zst"));
        JsonObject adopted =
                api().post("backup/adopt").data().getJsonArray("adopted").getJsonObject(0);
        assertEquals(stray.toString(), adopted.getString("file_path"));
        assertEquals(1, adopted.getInt("is_compressed"));
    }

    @Test
    void whatIsCalledSoAndIsNoneIsRefused() throws Exception {
        Path none = Files.writeString(folder.resolve("none.sql.zst"), "SELECT 1;\n");
        assertEquals("ZSTD_INVALID", api().upload("backup/uploads", none).error());
        byte[] whole = Files.readAllBytes(file(backup()));
        Path cut = Files.write(folder.resolve("cut.sql.zst"), java.util.Arrays.copyOf(whole, whole.length / 2));
        assertEquals("BACKUP_TRUNCATED", api().upload("backup/uploads", cut).error());
        assertEquals("as it was", live.ask("SELECT x FROM t"));
    }
}
