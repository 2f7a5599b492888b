package org.safeward.engine.sqlite.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.Databases;
import org.safeward.engine.sqlite.Leftovers;
import org.safeward.engine.sqlite.SqliteDatabase;
import org.safeward.engine.sqlite.SqliteEngine;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Scripts of others, good and bad, in staging. */
class ScriptLoaderTest {
    @TempDir
    Path directory;

    SqliteEngine engine;
    Path victim;

    @BeforeEach
    void protect() throws Exception {
        engine = new SqliteEngine(
                new SqliteDatabase("default", directory.resolve("live.db"), directory.resolve("restored")));
        victim = Files.createDirectory(directory.resolve("outside")).resolve("victim.db");
        try (Connection connection = Databases.open(victim);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(a)");
        }
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        try (Stream<Path> all = Files.walk(directory)) {
            assertEquals(
                    List.of("script.sql", "victim.db"),
                    all.filter(Files::isRegularFile)
                            .map(path -> path.getFileName().toString())
                            .sorted()
                            .toList());
        }
        Leftovers.assertNoThreads();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATTACH 'FILE' AS other",
                "/* x */ attach database 'FILE' as other",
                "VACUUM INTO 'FILE.copy'",
                "VACUUM main INTO 'FILE.copy'",
                "SELECT load_extension('FILE')",
                "PRAGMA temp_store_directory='/tmp'",
                "PRAGMA main . data_store_directory = '/tmp'",
                "DETACH other",
            })
    void whatReachesOutsideIsRefused(String statement) {
        assertFails(
                ErrorCode.SCRIPT_LEAVES_DATABASE,
                "CREATE TABLE t(a);" + statement.replace("FILE", victim.toString()) + ";");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT writefile('FILE', 'x')",
                "SELECT readfile('FILE')",
                "SELECT edit('x')",
                "backup to FILE.copy",
                "restore from FILE",
                "CREATE VIRTUAL TABLE v USING csv(filename='FILE')",
                "EXPLAIN ATTACH 'FILE'",
                "SELECT fts3_tokenizer('simple', X'0000')",
                "CREATE TRIGGER t AFTER INSERT ON t BEGIN ATTACH 'FILE' AS x; END",
                "SAVEPOINT a; ROLLBACK TO a",
                ".shell touch FILE.copy",
                "SELEKT 1",
            })
    void whatSqliteDoesNotKnowFails(String statement) {
        assertFails(
                ErrorCode.SCRIPT_FAILED, "CREATE TABLE t(a);\n" + statement.replace("FILE", victim.toString()) + ";");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO t VALUES(1); ROLLBACK;|DUMP_ROLLED_BACK",
                "INSERT INTO t VALUES('cut|BACKUP_TRUNCATED",
                "INSERT INTO t VALUES(1)|BACKUP_TRUNCATED",
            })
    void anUnfinishedScriptIsRefused(String end, ErrorCode code) {
        assertFails(code, "BEGIN; CREATE TABLE t(a); " + end);
    }

    @Test
    void theFirstErrorNamesItsStatement() {
        Fault fault = assertFails(
                ErrorCode.SCRIPT_FAILED,
                "PRAGMA foreign_keys=OFF;\nCREATE TABLE t(a UNIQUE);\nINSERT INTO t VALUES(1),(1);\nSELECT 1;");
        assertEquals("3", fault.arguments().get(0));
        assertTrue(fault.arguments().get(1).contains("UNIQUE constraint failed: t.a"), fault.getMessage());
    }

    @Test
    void theFormatOfTheContractIsRestored() throws Exception {
        String script = """
                -- QMediaSync Database Backup
                -- Generated at: 2024-01-15 12:00:00
                -- Database Engine: sqlite

                PRAGMA foreign_keys=OFF;
                PRAGMA journal_mode=WAL;
                PRAGMA synchronous=FULL;

                DROP TABLE IF EXISTS `users`;
                CREATE TABLE `users` (`id` integer PRIMARY KEY AUTOINCREMENT, `name` text, `at` datetime);
                INSERT INTO users (id, name, at) VALUES (1, 'it''s', '2024-01-15 12:00:00+08:00');
                INSERT INTO users (id, name, at) VALUES (7, NULL, 1.5);
                CREATE INDEX idx ON users(name);
                VACUUM;
                PRAGMA foreign_keys=ON;
                """;
        assertEquals(
                List.of("1|it's|text", "7|null|real"),
                staged(script, "SELECT id || '|' || ifnull(name, 'null') || '|' || typeof(at) FROM users"));
    }

    @Test
    void transactionsOfAScriptMakeNoDifference() throws Exception {
        String script = "BEGIN; CREATE TABLE t(a); COMMIT; BEGIN IMMEDIATE; INSERT INTO t VALUES(1); END TRANSACTION;"
                + "SAVEPOINT s; INSERT INTO t VALUES(2); RELEASE s; INSERT INTO t VALUES(3);";
        assertEquals(List.of("6"), staged(script, "SELECT sum(a) FROM t"));
    }

    @Test
    void textInOldEncodingsKeepsItsBytes() throws Exception {
        byte[] script =
                "CREATE TABLE t(a); INSERT INTO t VALUES('gr\u00fc\u00df');".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(List.of("text6772FCDF"), staged(script, "SELECT typeof(a) || hex(a) FROM t"));
    }

    @Test
    void anEmptyScriptIsAnEmptyDatabase() throws Exception {
        assertEquals(List.of("0"), staged("", "SELECT count(*) FROM sqlite_schema"));
    }

    private List<String> staged(String script, String query) throws Exception {
        return staged(script.getBytes(StandardCharsets.UTF_8), query);
    }

    private List<String> staged(byte[] script, String query) throws Exception {
        Path file = directory.resolve("script.sql");
        // The file of a backup is never empty.
        Files.write(file, script.length == 0 ? new byte[] {'\n'} : script);
        BackupScript backup = new BackupScript(file, Optional.empty(), true);
        try (Staging staging = engine.stage(backup, "7", new Destination.Live(), Work.UNWATCHED)) {
            staging.check(Work.UNWATCHED);
            List<String> found = new ArrayList<>();
            try (Connection connection = Databases.open(directory.resolve("live.db.restore-7"));
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    private Fault assertFails(ErrorCode code, String script) {
        Fault fault = assertThrows(Fault.class, () -> staged(script, "SELECT 1"));
        assertEquals(code, fault.code(), fault::getMessage);
        return fault;
    }
}
