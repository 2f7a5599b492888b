package org.safeward.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.SmallDatabase;
import org.safeward.schedule.Schedules;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** Files outlive the catalog: they are found, taken in when they prove themselves, and otherwise left where they are. */
class AdoptIT {
    /** What an adopted record has in common with the lost one. */
    private static final List<String> SAME = List.of(
            "database",
            "file_path",
            "file_size",
            "database_size",
            "table_count",
            "row_count",
            "sha256",
            "content_sha256",
            "is_compressed",
            "backup_type",
            "format",
            "degraded",
            "status",
            "compression_ratio");

    @TempDir
    Path folder;

    private SmallDatabase live;
    private Path backups;
    private Instant allMade;
    private SafewardServer server;

    @BeforeEach
    void makeDatabases() {
        live = SmallDatabase.create(folder.resolve("live.db"));
        SmallDatabase.create(folder.resolve("other.db"));
        backups = folder.resolve("backups");
        server = server("home");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private SafewardServer server(String home) {
        return SafewardServer.deployed(folder.resolve(home))
                .with("safeward.databases", "default,other")
                .with("safeward.database.default.url", "jdbc:sqlite:" + folder.resolve("live.db"))
                .with("safeward.database.other.url", "jdbc:sqlite:" + folder.resolve("other.db"))
                .with("safeward.backup.directory", backups);
    }

    @Test
    void filesAreAdoptedWhenTheCatalogIsLostAndWhatIsNoBackupIsNot() throws IOException {
        Api api = server.start().api();
        Map<String, JsonObject> lost = threeBackups(api);
        allMade = Instant.now();
        server.close();

        server = server("another home");
        api = server.start().api();
        Map<Path, String> bad = badFiles(Path.of(lost.values().iterator().next().getString("file_path")));
        assertEquals(0, api.get("backup/list").data().getInt("total"));
        assertWarned(api, "default", 2 + bad.size());

        adoptsWhatIsWhole(api, lost, bad);
        restoresFromAnAdoptedRecord(api, lost);
        tellsOfARecordWithoutFile(api, lost);
    }

    /** Two of one database, one of them not compressed, and one of another; by path. */
    private Map<String, JsonObject> threeBackups(Api api) {
        Map<String, JsonObject> made = new HashMap<>();
        for (String config : List.of("default/1", "default/0", "other/1")) {
            String[] parts = config.split("/");
            JsonObject body = Schedules.config(parts[0], "0 3 * * *")
                    .add("backup_enabled", 0)
                    .add("backup_compress", Integer.parseInt(parts[1]))
                    .build();
            assertEquals(200, api.put("backup/config", body).status());
            JsonObject record = api.post("backup/create", "{\"database\": \"%s\"}".formatted(parts[0]))
                    .data();
            made.put(record.getString("file_path"), record);
        }
        return made;
    }

    /** Files that must not be adopted, each with the code that says why. */
    private Map<Path, String> badFiles(Path someFile) throws IOException {
        Path compressed = someFile.toString().endsWith(".zip") ? someFile : list(backups, ".zip");
        byte[] zip = Files.readAllBytes(compressed);
        byte[] sql = Files.readAllBytes(list(backups, ".sql"));
        byte[] flipped = zip.clone();
        flipped[zip.length / 2] ^= 1;
        Map<Path, String> bad = new HashMap<>();
        bad.put(Files.write(backups.resolve("cut.sql.zip"), Arrays.copyOf(zip, zip.length - 10)), "ZIP_INVALID");
        bad.put(Files.write(backups.resolve("cut.sql"), Arrays.copyOf(sql, sql.length / 2)), "BACKUP_TRUNCATED");
        bad.put(Files.write(backups.resolve("flipped.sql.zip"), flipped), "");
        bad.put(Files.write(backups.resolve("empty.sql"), new byte[0]), "FILE_EMPTY");
        bad.put(Files.writeString(backups.resolve("foreign.sql"), "CREATE TABLE t (a);\n"), "NO_MANIFEST");
        bad.put(
                Files.copy(list(backups.resolve("other"), ".zip"), backups.resolve("of-another.sql.zip")),
                "WRONG_DATABASE");
        Files.createDirectory(backups.resolve("directory.zip"));
        Files.writeString(backups.resolve(".hidden.sql"), "");
        Files.writeString(backups.resolve("notes.txt"), "");
        return bad;
    }

    private static Path list(Path directory, String suffix) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void adoptsWhatIsWhole(Api api, Map<String, JsonObject> lost, Map<Path, String> bad) {
        JsonObject answer = api.post("backup/adopt").data();
        List<JsonObject> adopted = answer.getJsonArray("adopted").getValuesAs(JsonObject.class);
        assertEquals(2, adopted.size(), answer.toString());
        for (JsonObject record : adopted) {
            JsonObject before = lost.get(record.getString("file_path"));
            SAME.forEach(field -> assertEquals(before.get(field), record.get(field), field));
            assertEquals("从备份文件收录", record.getString("created_reason"));
            long made = record.getJsonNumber("created_at").longValueExact();
            assertTrue(
                    made >= before.getJsonNumber("created_at").longValueExact() - 2 && made <= allMade.getEpochSecond(),
                    "it was made when it was made, not when it was found: " + record + before);
        }
        Map<Path, String> refused = new HashMap<>();
        for (JsonObject refusal : answer.getJsonArray("refused").getValuesAs(JsonObject.class)) {
            Path file = Path.of(refusal.getString("file_path"));
            refused.put(file, bad.get(file).isEmpty() ? "" : refusal.getString("error"));
            assertTrue(!refusal.getString("message").isEmpty()
                    && !refusal.getString("hint").isEmpty());
        }
        assertEquals(bad, refused);
        bad.keySet().forEach(file -> assertTrue(Files.exists(file), "refused, not removed: " + file));
        assertWarned(api, "default", bad.size());

        assertEquals(0, api.post("backup/adopt").data().getJsonArray("adopted").size(), "adopted twice");
        Answer other = api.post("backup/adopt", "{\"database\": \"other\"}");
        assertEquals(1, other.data().getJsonArray("adopted").size());
        assertEquals(0, Schedules.status(api, "other").getJsonArray("warnings").size());
    }

    private void restoresFromAnAdoptedRecord(Api api, Map<String, JsonObject> lost) {
        live.execute("UPDATE note SET text = 'changed'");
        int adopted = api.get("backup/list?type=manual&database=default")
                .data()
                .getJsonArray("list")
                .getJsonObject(0)
                .getInt("id");
        Answer restored = api.post("backup/restore", "{\"record_id\": %d}".formatted(adopted));
        assertEquals(200, restored.status(), restored.text());
        assertEquals("first", live.notes());
        assertEquals(3, lost.size());
    }

    private void tellsOfARecordWithoutFile(Api api, Map<String, JsonObject> lost) throws IOException {
        JsonObject record = api.get("backup/list?database=other")
                .data()
                .getJsonArray("list")
                .getJsonObject(0);
        assertTrue(lost.containsKey(record.getString("file_path")));
        Files.delete(Path.of(record.getString("file_path")));
        String warning = Schedules.status(api, "other").getJsonArray("warnings").getString(0);
        assertTrue(warning.contains(String.valueOf(record.getInt("id"))), warning);
        assertEquals(200, api.get("backup/records/" + record.getInt("id")).status(), "told of, not removed");
    }

    private static void assertWarned(Api api, String database, int files) {
        List<String> warnings = Schedules.status(api.inEnglish(), database)
                .getJsonArray("warnings")
                .getValuesAs(jakarta.json.JsonString::getString);
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).startsWith("Backup files without a record: " + files + "."), warnings.get(0));
    }
}
