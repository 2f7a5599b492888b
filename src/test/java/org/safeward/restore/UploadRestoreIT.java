package org.safeward.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.ForeignZip;
import org.safeward.engine.sqlite.Contents;
import org.safeward.engine.sqlite.Databases;
import org.safeward.engine.sqlite.Everything;
import org.safeward.engine.sqlite.Shell;
import org.safeward.fault.ErrorCode;
import org.safeward.fixture.Bank;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.OnEveryServer;
import org.safeward.server.Refusals;
import org.safeward.server.SafewardDeployment;

/** Uploaded files of all origins: afterwards the database holds exactly what the file holds. */
@OnEveryServer
class UploadRestoreIT extends SafewardDeployment {
    private static final String PATH = "backup/upload-restore";

    /** As the contract document has it, with another product's name. */
    private static final String CONTRACT_FORMAT = """
            -- QMediaSync Database Backup
            -- Generated at: 2024-01-15 12:00:00
            -- Database Engine: sqlite

            PRAGMA foreign_keys=OFF;

            DROP TABLE IF EXISTS cash;
            CREATE TABLE cash (year INTEGER, amount INTEGER);
            INSERT INTO cash (year, amount) VALUES (1999, 1000000);
            DROP TABLE IF EXISTS vault;
            CREATE TABLE vault (year INTEGER, amount INTEGER);
            INSERT INTO vault (year, amount) VALUES (1999, 0);
            """;

    private static final String LEDGER =
            "CREATE TABLE ledger(id INTEGER PRIMARY KEY, line TEXT);\nINSERT INTO ledger VALUES (1, 'opened');\n";

    @TempDir
    Path folder;

    @BeforeEach
    void openTheBank() {
        Bank.open(LIVE_DATABASE, 2020);
    }

    @AfterEach
    void noUploadIsLeft() throws IOException {
        try (var files = Files.list(HOME.resolve("uploads"))) {
            assertEquals(List.of(), files.toList());
        }
    }

    private void upload(Path file, Map<String, String> fields) {
        Answer answer = api().upload(PATH, file, file.getFileName().toString(), fields);
        assertEquals(200, answer.status(), answer.text());
        assertEquals(0, answer.code());
        assertEquals("数据恢复成功", answer.message());
        assertTrue(answer.hasNullData());
    }

    private Path downloaded(JsonObject record) {
        String name = record.getString("file_path");
        Path file = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
        assertEquals(
                200,
                api().download("backup/download/" + record.getInt("id"), file).statusCode());
        return file;
    }

    @Test
    void ourOwnFileComesBackZippedAndPlain() throws Exception {
        Bank.remove(LIVE_DATABASE);
        Everything.create(LIVE_DATABASE, "UTF-8");
        List<String> before = Contents.of(LIVE_DATABASE);
        Path zip = downloaded(api().post("backup/create").data());
        Bank.open(LIVE_DATABASE, 2021);
        upload(zip, Map.of());
        assertEquals(before, Contents.of(LIVE_DATABASE));

        Process unzip = new ProcessBuilder("unzip", "-q", zip.toString(), "-d", folder.toString())
                .inheritIO()
                .start();
        assertEquals(0, unzip.waitFor());
        Bank.open(LIVE_DATABASE, 2022);
        upload(folder.resolve("backup.sql"), Map.of("safety_backup", "false"));
        assertEquals(before, Contents.of(LIVE_DATABASE));
    }

    @Test
    void aFileThatWasTakenInIsListedUntilItIsRestoredOrRemoved() {
        Path zip = downloaded(api().post("backup/create").data());
        assertEquals(List.of(), held());
        String removed = api().upload("backup/uploads", zip).data().getString("upload_id");
        String restored = api().upload("backup/uploads", zip).data().getString("upload_id");
        assertEquals(List.of(restored, removed), held());
        assertEquals(0, api().delete("backup/uploads/" + removed).code());
        Answer answer = api().post("backup/restore", "{\"upload_id\": \"" + restored + "\"}");
        assertEquals(0, answer.code(), answer.text());
        assertEquals(List.of(), held());
    }

    /** Newest first. */
    private List<String> held() {
        return api().get("backup/uploads").data().getJsonArray("list").getValuesAs(JsonObject.class).stream()
                .map(upload -> upload.getString("upload_id"))
                .toList();
    }

    @Test
    void aDumpOfTheSqliteShellIsTaken() throws Exception {
        Path other = folder.resolve("other.db");
        Bank.open(other, 1998);
        Bank.execute(other, "INSERT INTO ledger(line) VALUES ('new\nline'), (x'00ff'), (NULL), (2.5)");
        Path dump = folder.resolve("dump.SQL");
        Shell.dump(other, dump);
        upload(dump, Map.of());
        assertEquals(1998, Bank.year(LIVE_DATABASE));
        List<String> expected = Contents.of(other);
        assertEquals(expected, Contents.of(LIVE_DATABASE));
    }

    @Test
    void theContractsOwnFormatIsTaken() throws IOException {
        Path file = Files.writeString(folder.resolve("备份 1.sql"), CONTRACT_FORMAT + LEDGER);
        upload(file, Map.of());
        assertEquals(1999, Bank.year(LIVE_DATABASE));
        Path windows = Files.writeString(
                folder.resolve("windows.sql"), "\uFEFF" + (CONTRACT_FORMAT + LEDGER).replace("\n", "\r\n"));
        upload(windows, Map.of("database", "default"));
        assertEquals(1999, Bank.year(LIVE_DATABASE));
    }

    @Test
    void othersZipsAreTaken() throws IOException {
        byte[] script = (CONTRACT_FORMAT + LEDGER).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        ForeignZip zip = new ForeignZip().add("README.txt", script).add("a/dump.sql", script);
        upload(Files.write(folder.resolve("x.zip"), zip.bytes()), Map.of());
        assertEquals(1999, Bank.year(LIVE_DATABASE));
    }

    @Test
    void aScriptThatLacksTablesIsTakenWhenSomebodyVouchesForIt() throws Exception {
        Path file = Files.writeString(folder.resolve("x.sql"), CONTRACT_FORMAT);
        Answer answer = Refusals.assertRefused(ErrorCode.SCRIPT_LACKS_TABLES, api(), api -> api.upload(PATH, file));
        assertEquals("文件缺少当前数据库中的表，或这些表的全部数据行：ledger", answer.message());
        assertEquals(2020, Bank.year(LIVE_DATABASE));
        upload(file, Map.of("accept_unverifiable", "true"));
        assertEquals(1999, Bank.year(LIVE_DATABASE));
        assertTrue(Contents.of(LIVE_DATABASE).stream().noneMatch(line -> line.contains("ledger")));
    }

    @Test
    void oneTableOfAScriptComesBackAndTheOthersStay() throws Exception {
        // That it lacks the ledger does not matter: nothing of that is touched.
        Path file = Files.writeString(folder.resolve("x.sql"), CONTRACT_FORMAT);
        upload(file, Map.of("tables", "cash"));
        assertEquals("1999 2020 2", years());
        for (Map<String, String> fields : List.of(Map.of("tables", ""), Map.of("tables", "cash", "into", ""))) {
            Refusals.assertRefused(ErrorCode.PARTS_INVALID, api(), api -> api.upload(PATH, file, "x.sql", fields));
        }
        Refusals.assertRefused(
                ErrorCode.BAD_FIELD, api(), api -> api.upload(PATH, file, "x.sql", Map.of("into", "_old")));
        assertEquals("1999 2020 2", years());
    }

    @Test
    void anUploadThatEmptiesATableNeedsSomebodyWhoVouchesForIt() throws Exception {
        Path file = Files.writeString(folder.resolve("x.sql"), CONTRACT_FORMAT.replaceAll("INSERT.*", ""));
        Refusals.assertRefused(
                ErrorCode.SCRIPT_LACKS_TABLES, api(), api -> api.upload(PATH, file, "x.sql", Map.of("tables", "CASH")));
        assertEquals("2020 2020 2", years());
        upload(file, Map.of("tables", "cash", "into", "_empty"));
        upload(file, Map.of("tables", "cash", "accept_unverifiable", "true"));
        assertEquals(" 2020 2", years());
    }

    /** Of both tables, and how many lines the ledger has. */
    private static String years() throws SQLException {
        try (Connection connection = Databases.open(LIVE_DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT coalesce((SELECT year FROM cash), '') || ' ' || (SELECT year FROM vault)"
                                + " || ' ' || (SELECT count(*) FROM ledger)")) {
            return row.getString(1);
        }
    }

    @Test
    void anUploadGoesIntoATargetToo() throws IOException {
        Path file = Files.writeString(folder.resolve("x.sql"), CONTRACT_FORMAT);
        upload(file, Map.of("target", "from_upload.db"));
        assertEquals(1999, Bank.year(HOME.resolve("restored/from_upload.db")));
        assertEquals(2020, Bank.year(LIVE_DATABASE));
    }

    @Test
    void withPreferTheAnswerComesBeforeTheWork() throws IOException {
        Path file = Files.writeString(folder.resolve("x.sql"), CONTRACT_FORMAT + LEDGER);
        Answer answer = api().with("Prefer", "respond-async").upload(PATH, file);
        assertEquals(202, answer.status(), answer.text());
        assertEquals("restore", answer.data().getString("kind"));
        assertTrue(answer.data().isNull("record_id"));
        String job = "backup/jobs/" + answer.data().getInt("id");
        assertTrue(answer.header("Location").endsWith("/api/" + job), answer.header("Location"));
        assertTrue(Waiting.until(
                Duration.ofSeconds(30), () -> api().get(job).data().getInt("percent") == 100));
        assertEquals(1999, Bank.year(LIVE_DATABASE));
    }
}
