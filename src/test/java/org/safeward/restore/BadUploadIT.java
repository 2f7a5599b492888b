package org.safeward.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.BackupFileWriter;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.ForeignZip;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ManifestDraft;
import org.safeward.engine.sqlite.Shell;
import org.safeward.fault.ErrorCode;
import org.safeward.fixture.Bank;
import org.safeward.fixture.Traces;
import org.safeward.server.Answer;
import org.safeward.server.Refusals;
import org.safeward.server.SafewardDeployment;

/** Files that are no backup that can be taken: each is refused by its name, and nothing is lost or left behind. */
class BadUploadIT extends SafewardDeployment {
    private static final String PATH = "backup/upload-restore";
    private static final String TABLES =
            "CREATE TABLE cash(a);\nCREATE TABLE ledger(a);\nCREATE TABLE vault(a);\nINSERT INTO cash VALUES (1);\n";

    @TempDir
    Path folder;

    private List<String> before;
    private int recordsBefore;

    @BeforeEach
    void remember() {
        Bank.open(LIVE_DATABASE, 2020);
        before = Traces.of(HOME, LIVE_DATABASE);
        recordsBefore = records();
    }

    @AfterEach
    void nothingIsLostOrLeftBehind() {
        assertEquals(before, Traces.of(HOME, LIVE_DATABASE));
        assertEquals(recordsBefore, records());
        assertEquals(2020, Bank.year(LIVE_DATABASE));
        assertTrue(api().get("backup/status").data().isNull("job"));
    }

    private int records() {
        return api().get("backup/list").data().getInt("total");
    }

    private Answer refused(ErrorCode code, String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("content"), content);
        return Refusals.assertRefused(code, api(), api -> api.upload(PATH, file, name, Map.of()));
    }

    private Answer refused(ErrorCode code, String script) throws IOException {
        return refused(code, "x.sql", script.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] zipped(String name) {
        return new ForeignZip()
                .add(name, TABLES.getBytes(StandardCharsets.UTF_8))
                .bytes();
    }

    /** A file of ours, zipped, whose manifest says of its one table that it has so many rows. */
    private byte[] ours(BackupFormat format, String script, long rows) throws IOException {
        Path file = folder.resolve("ours");
        Files.deleteIfExists(file);
        try (BackupFileWriter writer = BackupFileWriter.create(file, format, 6)) {
            OutputStream sql = writer.sql();
            sql.write(("-- Safeward Database Backup\n-- Database Engine: sqlite\n\nBEGIN;\n" + script + "COMMIT;\n")
                    .getBytes(StandardCharsets.UTF_8));
            writer.finish(new ManifestDraft(
                    "test", "sqlite", "3", "default", Instant.now(), List.of(new Manifest.Table("t", rows)), Map.of()));
        }
        return Files.readAllBytes(file);
    }

    @Test
    void aFormWithoutAFile() throws IOException {
        String form = "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--\r\n";
        Refusals.assertRefused(
                ErrorCode.UPLOAD_NO_FILE,
                api(),
                api -> api.with("Content-Type", "multipart/form-data; boundary=b")
                        .send("POST", PATH, BodyPublishers.ofString(form)));
        String field = "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nSELECT 1;\r\n--b--\r\n";
        Refusals.assertRefused(
                ErrorCode.UPLOAD_NO_FILE,
                api(),
                api -> api.with("Content-Type", "multipart/form-data; boundary=b")
                        .send("POST", PATH, BodyPublishers.ofString(field)));
        Refusals.assertRefused(
                ErrorCode.UPLOAD_NO_FILE,
                api(),
                api -> api.with("Content-Type", "multipart/form-data; boundary=b")
                        .send("POST", PATH, BodyPublishers.noBody()));
    }

    @Test
    void noForm() {
        Refusals.assertRefused(ErrorCode.UNSUPPORTED_MEDIA_TYPE, api(), api -> api.post(PATH, "{}"));
        Refusals.assertRefused(ErrorCode.UNSUPPORTED_MEDIA_TYPE, api(), api -> api.post(PATH));
    }

    @Test
    void wrongFields() throws IOException {
        Path file = Files.writeString(folder.resolve("x.sql"), TABLES);
        Map<String, String> flags = Map.of("safety_backup", "no", "accept_unverifiable", "1");
        Answer answer =
                Refusals.assertRefused(ErrorCode.BAD_FIELD, api(), api -> api.upload(PATH, file, "x.sql", flags));
        assertTrue(answer.message().contains("safety_backup"), answer.message());
        assertTrue(answer.message().contains("accept_unverifiable"), answer.message());
        Refusals.assertRefused(
                ErrorCode.UNKNOWN_DATABASE,
                api(),
                api -> api.upload(PATH, file, "x.sql", Map.of("database", "nobody")));
        Refusals.assertRefused(
                ErrorCode.TARGET_INVALID, api(), api -> api.upload(PATH, file, "x.sql", Map.of("target", "../x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.txt", "x", "x.sql.gz", "x.tar", "x.sql.exe", "x.db"})
    void wrongSuffix(String name) throws IOException {
        Answer answer = refused(ErrorCode.UPLOAD_WRONG_TYPE, name, TABLES.getBytes(StandardCharsets.UTF_8));
        assertEquals("仅支持.sql和.zip格式的备份文件", answer.message());
        assertTrue(answer.hint().contains(name), answer.hint());
    }

    @Test
    void emptyFile() throws IOException {
        refused(ErrorCode.FILE_EMPTY, "x.sql", new byte[0]);
        refused(ErrorCode.FILE_EMPTY, "x.zip", new byte[0]);
    }

    @Test
    void noZip() throws IOException {
        refused(ErrorCode.ZIP_INVALID, "x.zip", "this is no zip".getBytes(StandardCharsets.UTF_8));
        refused(ErrorCode.ZIP_INVALID, "x.sql.ZIP", TABLES.getBytes(StandardCharsets.UTF_8));
        refused(ErrorCode.ZIP_INVALID, "x.zip", new byte[5000]);
        refused(ErrorCode.ZIP_INVALID, "x.zip", "PK".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void truncatedZip() throws IOException {
        byte[] zip = zipped("a.sql");
        refused(ErrorCode.ZIP_INVALID, "x.zip", Arrays.copyOf(zip, zip.length - 1));
        refused(ErrorCode.ZIP_INVALID, "x.zip", Arrays.copyOf(zip, zip.length / 2));
        byte[] ours = ours(BackupFormat.ZIP, "CREATE TABLE t(a);\n", 0);
        refused(ErrorCode.ZIP_INVALID, "x.zip", Arrays.copyOf(ours, ours.length - 10));
    }

    @Test
    void damagedZip() throws IOException {
        byte[] zip = ours(BackupFormat.ZIP, "CREATE TABLE t(a);\nINSERT INTO t VALUES (1);\n", 1);
        zip[zip.length / 2] ^= 1;
        refused(ErrorCode.BACKUP_DAMAGED, "x.zip", zip);
    }

    @Test
    void zipWithoutOrWithSeveralScripts() throws IOException {
        refused(ErrorCode.ZIP_NO_SQL, "x.zip", zipped("a.txt"));
        byte[] script = TABLES.getBytes(StandardCharsets.UTF_8);
        byte[] two = new ForeignZip().add("a.sql", script).add("b.sql", script).bytes();
        Answer answer = refused(ErrorCode.ZIP_SEVERAL_SQL, "x.zip", two);
        assertEquals("ZIP中有多个.sql文件：a.sql, b.sql", answer.message());
    }

    @Test
    void zipWithANameThatLeadsOutside() throws IOException {
        refused(ErrorCode.ZIP_UNSAFE_NAME, "x.zip", zipped("../a.sql"));
        refused(ErrorCode.ZIP_UNSAFE_NAME, "x.zip", zipped("/etc/a.sql"));
        refused(ErrorCode.ZIP_UNSAFE_NAME, "x.zip", zipped("a/../../a.sql"));
    }

    @Test
    void encryptedZip() throws IOException {
        ForeignZip zip = new ForeignZip();
        zip.flags = 1;
        refused(
                ErrorCode.ZIP_ENCRYPTED,
                "x.zip",
                zip.add("a.sql", TABLES.getBytes(StandardCharsets.UTF_8)).bytes());
    }

    @Test
    void zipBomb() throws IOException {
        ForeignZip declared = new ForeignZip();
        declared.declaredUnpacked = 2_000_000_000;
        byte[] script = TABLES.getBytes(StandardCharsets.UTF_8);
        refused(ErrorCode.ZIP_BOMB, "x.zip", declared.add("a.sql", script).bytes());
        ForeignZip hidden = new ForeignZip();
        hidden.declaredUnpacked = 100;
        byte[] much = " ".repeat(5_000_000).getBytes(StandardCharsets.UTF_8);
        refused(ErrorCode.BACKUP_DAMAGED, "x.zip", hidden.add("a.sql", much).bytes());
    }

    @Test
    void syntaxErrorAtTheEnd() throws IOException {
        Answer answer = refused(ErrorCode.SCRIPT_FAILED, TABLES + "INSERT INTO nowhere VALUES (1);\n");
        assertTrue(answer.message().startsWith("SQL执行失败（第 5 条语句）："), answer.message());
        assertTrue(answer.message().contains("no such table: nowhere"), answer.message());
        refused(ErrorCode.SCRIPT_FAILED, TABLES + "NONSENSE;\n");
        refused(ErrorCode.SCRIPT_FAILED, TABLES + "CREATE TABLE u(a UNIQUE);INSERT INTO u VALUES (1),(1);");
    }

    @Test
    void scriptCutShort() throws Exception {
        refused(ErrorCode.BACKUP_TRUNCATED, TABLES + "INSERT INTO cash VALUES ('cut");
        refused(ErrorCode.BACKUP_TRUNCATED, TABLES + "INSERT INTO cash VALUES (2)");

        byte[] ours = ours(BackupFormat.SQL, "CREATE TABLE t(a);\n", 0);
        refused(ErrorCode.BACKUP_TRUNCATED, "x.sql", Arrays.copyOf(ours, ours.length - 1));
        refused(ErrorCode.BACKUP_TRUNCATED, "x.sql", Arrays.copyOf(ours, 90));
        refused(ErrorCode.BACKUP_TRUNCATED, "x.sql", Arrays.copyOf(ours, 10));

        Path dump = folder.resolve("dump.sql");
        Shell.dump(LIVE_DATABASE, dump);
        String text = Files.readString(dump);
        refused(ErrorCode.BACKUP_TRUNCATED, text.substring(0, text.lastIndexOf("COMMIT;")));
    }

    @Test
    void manifestThatDoesNotFit() throws IOException {
        byte[] ours = ours(BackupFormat.SQL, "CREATE TABLE t(a);\nINSERT INTO t VALUES (1);\n", 1);
        String changed = new String(ours, StandardCharsets.UTF_8).replace("VALUES (1)", "VALUES (2)");
        refused(ErrorCode.BACKUP_DAMAGED, changed);
        refused(
                ErrorCode.MANIFEST_MISMATCH,
                "x.zip",
                ours(BackupFormat.ZIP, "CREATE TABLE t(a);\nINSERT INTO t VALUES (1);\n", 2));
        refused(ErrorCode.MANIFEST_MISMATCH, "x.zip", ours(BackupFormat.ZIP, "CREATE TABLE s(a);\n", 0));
    }

    @Test
    void dumpThatEndsInRollback() throws Exception {
        Path dump = folder.resolve("dump.sql");
        Shell.dump(LIVE_DATABASE, dump);
        String text = Files.readString(dump).replace("COMMIT;", "ROLLBACK; -- due to errors");
        refused(ErrorCode.DUMP_ROLLED_BACK, text);
    }

    @Test
    void scriptThatLacksLiveTables() throws IOException {
        Answer answer = refused(ErrorCode.SCRIPT_LACKS_TABLES, "CREATE TABLE cash(a);\n");
        assertTrue(answer.message().contains("ledger") && answer.message().contains("vault"), answer.message());
        assertTrue(answer.hint().contains("accept_unverifiable=true"), answer.hint());
    }

    /** Each ends as its writer ends a whole dump. */
    @Test
    void partialDumps() throws Exception {
        String shell = "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n";
        String cash = "CREATE TABLE cash(year INTEGER, amount INTEGER);\nINSERT INTO cash VALUES(2000,1000000);\n";
        String others = "CREATE TABLE ledger(id INTEGER PRIMARY KEY, line TEXT);\nCREATE TABLE vault(year, amount);\n";
        Answer answer = refused(ErrorCode.SCRIPT_LACKS_TABLES, shell + cash + "COMMIT;\n");
        assertTrue(answer.message().endsWith("ledger, vault"), answer.message());

        answer = refused(ErrorCode.SCRIPT_LACKS_TABLES, shell + cash + others + "COMMIT;\n");
        assertTrue(answer.message().endsWith("ledger (2 → 0), vault (1 → 0)"), answer.message());

        Path dump = folder.resolve("dump.sql");
        Shell.dump(LIVE_DATABASE, dump);
        String whole = Files.readString(dump);
        refused(ErrorCode.SCRIPT_LACKS_TABLES, whole.replaceAll("(?m)^INSERT.*\n", ""));
        refused(ErrorCode.SCRIPT_LACKS_TABLES, whole.replace("COMMIT;", "DELETE FROM vault;\nCOMMIT;"));
        refused(ErrorCode.SCRIPT_LACKS_TABLES, whole.replace("COMMIT;", "DROP TABLE ledger;\nCOMMIT;"));
        refused(ErrorCode.SCRIPT_LACKS_TABLES, "-- Safeward  Database Backup\n" + cash);
    }

    @Test
    void scriptThatReachesOutside() throws IOException {
        Path outside = folder.resolve("outside.db");
        Bank.open(outside, 2000);
        byte[] sum = Files.readAllBytes(outside);
        Path another = folder.resolve("new.db");
        for (String statement : List.of(
                "ATTACH '" + outside + "' AS o; DELETE FROM o.cash;",
                "attach database '" + another + "' as x;",
                "/* x */ ATTACH '" + another + "' AS x;",
                "VACUUM INTO '" + another + "';",
                "PRAGMA temp_store_directory = '" + folder + "';")) {
            refused(ErrorCode.SCRIPT_LEAVES_DATABASE, TABLES + statement + "\n");
        }
        refused(ErrorCode.SCRIPT_LEAVES_DATABASE, TABLES + "SELECT load_extension('" + another + "');\n");
        assertTrue(Files.notExists(another));
        assertTrue(Arrays.equals(sum, Files.readAllBytes(outside)));
    }

    @Test
    void backupOfAnotherKindOfDatabase() throws IOException {
        refused(ErrorCode.WRONG_ENGINE, "--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n");
        refused(ErrorCode.WRONG_ENGINE, "-- QMediaSync Database Backup\n-- Database Engine: postgres\n\nSELECT 1;\n");
    }
}
