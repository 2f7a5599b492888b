package org.safeward.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.sqlite.Contents;
import org.safeward.engine.sqlite.Everything;
import org.safeward.engine.sqlite.RandomDatabase;
import org.safeward.engine.sqlite.Shell;
import org.safeward.fault.ErrorCode;
import org.safeward.fixture.Bank;
import org.safeward.fixture.Traces;
import org.safeward.server.Answer;
import org.safeward.server.Refusals;
import org.safeward.server.SafewardDeployment;

/** Back up, wipe, restore, compare: over HTTP, and from every kind of disaster. */
class RestoreIT extends SafewardDeployment {
    @TempDir
    Path folder;

    @BeforeEach
    void openTheBank() throws IOException {
        clear();
        Bank.open(LIVE_DATABASE, 2020);
    }

    /** Also what a restore has moved aside. */
    private static void clear() throws IOException {
        Bank.remove(LIVE_DATABASE);
        Path absolute = LIVE_DATABASE.toAbsolutePath();
        try (Stream<Path> files = Files.list(absolute.getParent())) {
            for (Path file : files.filter(file -> file.toString().startsWith(absolute.toString()))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    private JsonObject backup() {
        Answer answer = api().post("backup/create");
        assertEquals(0, answer.code(), answer.text());
        return answer.data();
    }

    private void restore(JsonObject record, String more) {
        Answer answer = api().post("backup/restore", request(record, more));
        assertEquals(200, answer.status(), answer.text());
        assertEquals(0, answer.code());
        assertEquals("数据恢复成功", answer.message());
        assertTrue(answer.hasNullData());
    }

    private static String request(JsonObject record, String more) {
        return "{\"record_id\": " + record.getInt("id") + more + "}";
    }

    private JsonObject newestRecord() {
        return api().get("backup/list").data().getJsonArray("list").getJsonObject(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16le", "UTF-16be"})
    void everythingComesBackByteForByte(String encoding) throws Exception {
        Bank.remove(LIVE_DATABASE);
        Everything.create(LIVE_DATABASE, encoding);
        comesBack();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomDatabasesComeBackByteForByte(long seed) throws Exception {
        Bank.remove(LIVE_DATABASE);
        RandomDatabase.create(LIVE_DATABASE, seed);
        comesBack();
    }

    /** Into nothing, into another database, and through the plain shell. */
    private void comesBack() throws Exception {
        List<String> before = Contents.of(LIVE_DATABASE);
        JsonObject record = backup();
        Bank.remove(LIVE_DATABASE);
        restore(record, "");
        assertSame(before, Contents.of(LIVE_DATABASE));
        Bank.open(LIVE_DATABASE, 2021, "WAL");
        restore(record, "");
        List<String> inWal = Contents.of(LIVE_DATABASE);
        // Pages of a database in WAL mode keep their size: it could not be changed under its readers.
        assertTrue(inWal.contains("page_size=4096"), inWal.toString());
        assertSame(but("page_size=", before), but("page_size=", inWal));
        // The shell computes its indexes with its own functions, which are not those of the driver for every text.
        assertSame(but("integrity_check", before), but("integrity_check", Contents.of(loadedByThePlainShell(record))));
    }

    private Path loadedByThePlainShell(JsonObject record) throws Exception {
        Path zip = folder.resolve("backup.sql.zip");
        api().download("backup/download/" + record.getInt("id"), zip);
        Process unzip = new ProcessBuilder("unzip", "-q", zip.toString(), "-d", folder.toString())
                .inheritIO()
                .start();
        assertEquals(0, unzip.waitFor());
        Path copy = folder.resolve("copy.db");
        assertEquals("", Shell.load(folder.resolve("backup.sql"), copy));
        return copy;
    }

    private static List<String> but(String beginning, List<String> contents) {
        return contents.stream().filter(line -> !line.startsWith(beginning)).toList();
    }

    private static void assertSame(List<String> expected, List<String> actual) {
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertEquals(expected.get(i), actual.get(i));
        }
        assertEquals(expected.size(), actual.size());
    }

    @Test
    void whatWasThereIsSavedFirst() {
        JsonObject old = backup();
        Bank.open(LIVE_DATABASE, 2021);
        restore(old, "");
        assertEquals(2020, Bank.year(LIVE_DATABASE));
        JsonObject safety = newestRecord();
        assertEquals("completed", safety.getString("status"));
        assertEquals("manual", safety.getString("backup_type"));
        assertEquals("safety", safety.getString("origin"));
        assertEquals("恢复前自动备份", safety.getString("created_reason"));
        JsonObject job = api().get("backup/jobs/" + safety.getInt("task_id")).data();
        assertEquals("restore", job.getString("kind"));
        assertEquals("completed", job.getString("state"));
        assertEquals(old.getInt("id"), job.getInt("record_id"));
        assertEquals(safety.getInt("id"), job.getInt("safety_record_id"));
        restore(safety, "");
        assertEquals(2021, Bank.year(LIVE_DATABASE));
    }

    @Test
    void withoutASafetyBackupNothingIsSaved() {
        JsonObject old = backup();
        Bank.open(LIVE_DATABASE, 2021);
        restore(old, ", \"safety_backup\": false");
        assertEquals(2020, Bank.year(LIVE_DATABASE));
        assertEquals(old.getInt("id"), newestRecord().getInt("id"));
    }

    @Test
    void aMissingDatabaseIsMadeAnew() {
        JsonObject record = backup();
        Bank.remove(LIVE_DATABASE);
        restore(record, "");
        assertEquals(2020, Bank.year(LIVE_DATABASE));
        assertEquals(record.getInt("id"), newestRecord().getInt("id"));
        assertEquals(1, Traces.beside(LIVE_DATABASE).size());
    }

    @Test
    void aBackupOfAMissingDatabaseFailsAndMakesNone() {
        Bank.remove(LIVE_DATABASE);
        Answer answer = Refusals.assertRefused(ErrorCode.DATABASE_MISSING, api(), api -> api.post("backup/create"));
        assertTrue(Files.notExists(LIVE_DATABASE));
        assertFailed(answer.data(), answer.message());
    }

    private void assertFailed(JsonObject record, String reason) {
        assertEquals("failed", record.getString("status"));
        assertEquals(reason, record.getString("failure_reason"));
        assertEquals("", record.getString("file_path"));
        assertEquals(0, record.getInt("file_size"));
        Refusals.assertRefused(
                ErrorCode.RECORD_NOT_RESTORABLE, api(), api -> api.post("backup/restore", request(record, "")));
        Refusals.assertRefused(
                ErrorCode.BACKUP_FILE_MISSING, api(), api -> api.get("backup/download/" + record.getInt("id")));
        assertEquals(0, api().delete("backup/records/" + record.getInt("id")).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"truncated", "rubbish", "empty header"})
    void aBrokenDatabaseIsReplacedWithoutSafetyBackupAndKeptAside(String damage) throws IOException {
        JsonObject record = backup();
        byte[] broken = damaged(damage);
        Files.write(LIVE_DATABASE, broken);
        Refusals.assertRefused(
                ErrorCode.SAFETY_BACKUP_FAILED, api(), api -> api.post("backup/restore", request(record, "")));
        assertEquals(List.of(Traces.sha256(broken)), sumsBeside());

        restore(record, ", \"safety_backup\": false");
        assertEquals(2020, Bank.year(LIVE_DATABASE));
        List<String> sums = sumsBeside();
        assertEquals(2, sums.size());
        assertEquals(Traces.sha256(broken), sums.get(1));
    }

    private static byte[] damaged(String how) throws IOException {
        byte[] whole = Files.readAllBytes(LIVE_DATABASE);
        return switch (how) {
            case "truncated" -> java.util.Arrays.copyOf(whole, whole.length / 2 - 100);
            case "rubbish" -> "this is no database. ".repeat(500).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            default -> {
                java.util.Arrays.fill(whole, 0, 100, (byte) 0);
                yield whole;
            }
        };
    }

    /** Of the live database first: its name is the shortest. */
    private static List<String> sumsBeside() {
        return Traces.beside(LIVE_DATABASE).stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStaleWalIsNotAppliedToWhatWasRestored(boolean databaseIsThere) throws Exception {
        JsonObject record = backup();
        Path other = folder.resolve("other.db");
        Bank.open(other, 2019, "WAL");
        try (var connection = org.safeward.engine.sqlite.Databases.open(other)) {
            Bank.year(connection);
            Bank.execute(other, "UPDATE cash SET year = 1", "UPDATE vault SET year = 1");
            for (String suffix : List.of("-wal", "-shm")) {
                Files.copy(Path.of(other + suffix), Path.of(LIVE_DATABASE + suffix));
            }
        }
        if (databaseIsThere) {
            Files.writeString(LIVE_DATABASE, "rubbish ".repeat(2000));
        } else {
            Files.delete(LIVE_DATABASE);
        }
        restore(record, ", \"safety_backup\": false");
        assertEquals(2020, Bank.year(LIVE_DATABASE));
    }

    @Test
    void aTargetIsANewFileAndNothingLiveIsTouched() {
        JsonObject record = backup();
        Bank.open(LIVE_DATABASE, 2021);
        List<String> before = Traces.beside(LIVE_DATABASE);
        restore(record, ", \"target\": \"january.db\"");
        assertEquals(2020, Bank.year(HOME.resolve("restored/january.db")));
        assertEquals(before, Traces.beside(LIVE_DATABASE));
        assertEquals(record.getInt("id"), newestRecord().getInt("id"));

        List<String> traces = Traces.of(HOME, LIVE_DATABASE);
        String again = request(record, ", \"target\": \"january.db\"");
        Refusals.assertRefused(ErrorCode.TARGET_EXISTS, api(), api -> api.post("backup/restore", again));
        for (String name : List.of("../x", "/tmp/x", ".x", "a/b", "x y", "x-wal", "名")) {
            String bad = request(record, ", \"target\": \"" + name + "\"");
            Refusals.assertRefused(ErrorCode.TARGET_INVALID, api(), api -> api.post("backup/restore", bad));
        }
        assertEquals(traces, Traces.of(HOME, LIVE_DATABASE));
    }

    @Test
    void whatCanBeUndoneIsTheLastRestoreThatSavedSomething() {
        JsonObject record = backup();
        restore(record, ", \"safety_backup\": false");
        assertTrue(undoable().isNull("job_id"));
        Refusals.assertRefused(ErrorCode.UNDO_IMPOSSIBLE, api(), api -> api.post("backup/restore/undo"));
        restore(record, "");
        int job = newestJob().getInt("id");
        assertEquals(job, undoable().getInt("job_id"));
        restore(record, ", \"target\": \"beside.db\"");
        assertEquals(job, undoable().getInt("job_id"));
        int saved = api().get("backup/jobs/" + job).data().getInt("safety_record_id");
        assertEquals(0, api().delete("backup/records/" + saved).code());
        assertTrue(undoable().isNull("job_id"));
        Refusals.assertRefused(ErrorCode.UNDO_IMPOSSIBLE, api(), api -> api.post("backup/restore/undo"));
    }

    private JsonObject undoable() {
        return api().get("backup/restore/undo").data();
    }

    private JsonObject newestJob() {
        return api().get("backup/jobs?page_size=1").data().getJsonArray("list").getJsonObject(0);
    }

    @Test
    void aPreviewOfATargetSaysWhetherItIsFreeAndMakesNothing() {
        JsonObject record = backup();
        String query = "backup/restore/preview?record_id=" + record.getInt("id") + "&target=";
        List<String> traces = Traces.of(HOME, LIVE_DATABASE);
        JsonObject free = api().get(query + "march.db").data();
        assertEquals("march.db", free.getString("target"));
        assertTrue(free.getString("address").endsWith("restored/march.db"), free.toString());
        assertEquals(List.of(), blocking(free));
        assertTrue(
                free.getJsonArray("tables").getValuesAs(JsonObject.class).stream()
                        .allMatch(table -> table.isNull("now") && table.getInt("then") > 0),
                free.toString());
        assertEquals(List.of("target"), blocking(api().get(query + "..%2Fx").data()));
        assertEquals(traces, Traces.of(HOME, LIVE_DATABASE));
        restore(record, ", \"target\": \"march.db\"");
        assertEquals(List.of("target"), blocking(api().get(query + "march.db").data()));
        assertTrue(api().get("backup/restore/preview?record_id=" + record.getInt("id"))
                .data()
                .isNull("target"));
    }

    private static List<String> blocking(JsonObject preview) {
        return preview.getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> !check.getString("outcome").equals("passed"))
                .map(check -> check.getString("name"))
                .toList();
    }

    @Test
    void aBackupWhoseFileWasRemovedOrChangedByHandRestoresNothing() throws IOException {
        JsonObject record = backup();
        Path file = Path.of(record.getString("file_path"));
        byte[] content = Files.readAllBytes(file);
        String path = "backup/download/" + record.getInt("id");
        List<String> before = Traces.beside(LIVE_DATABASE);

        content[content.length / 2] ^= 1;
        Files.write(file, content);
        Refusals.assertRefused(ErrorCode.BACKUP_DAMAGED, api(), api -> api.post("backup/restore", request(record, "")));
        Files.delete(file);
        Answer answer = Refusals.assertRefused(
                ErrorCode.BACKUP_FILE_MISSING, api(), api -> api.post("backup/restore", request(record, "")));
        assertEquals("备份文件不存在", answer.message());
        Refusals.assertRefused(ErrorCode.BACKUP_FILE_MISSING, api(), api -> api.get(path));
        String warnings =
                api().get("backup/status").data().getJsonArray("warnings").toString();
        assertTrue(warnings.contains("备份记录的文件已不存在"), warnings);
        assertEquals(before, Traces.beside(LIVE_DATABASE));
        assertEquals(record.getInt("id"), newestRecord().getInt("id"));
    }
}
