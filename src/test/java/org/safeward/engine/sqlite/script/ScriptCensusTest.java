package org.safeward.engine.sqlite.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.Census;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

class ScriptCensusTest {
    private static final String SHELL = "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t(a);\n";
    private static final String HEADER = "-- Safeward Database Backup\n-- Generated at: 2026-01-01 00:00:00\n";

    static Stream<Arguments> inserts() {
        return Stream.of(
                Arguments.of("INSERT INTO t VALUES(1);", 1),
                Arguments.of("INSERT INTO t VALUES(1),(2),\n(3);", 3),
                Arguments.of(
                        "INSERT OR REPLACE INTO main.t (a, \"values\") VALUES (1, (SELECT max(x) FROM (VALUES (1),(2)))),(3, abs(4));",
                        2),
                Arguments.of("REPLACE INTO t VALUES('),(',\"),(\",X'28'),(`),(`, 1 /* ),( */, 2 -- ),(\n);", 2),
                Arguments.of("INSERT INTO t VALUES(1),(2) ON CONFLICT (a) DO UPDATE SET a = (1);", 2),
                Arguments.of("INSERT INTO t VALUES(1) RETURNING (a), (b);", 1),
                Arguments.of("INSERT INTO t DEFAULT VALUES;", 1),
                Arguments.of("INSERT INTO t(a) SELECT 1 FROM (VALUES (1),(2));", 0),
                Arguments.of("INSERT INTO [t] VALUES(('a')||('b')),((1));", 2));
    }

    @ParameterizedTest
    @MethodSource("inserts")
    void rowsAreCounted(String insert, long rows) throws IOException {
        assertEquals(List.of(new Manifest.Table("t", rows)), census(insert).tables());
    }

    @Test
    void tablesAreListedInTheirOrderUnderTheirFirstName() throws IOException {
        String script = """
                CREATE TABLE IF NOT EXISTS main."b ""x"" "(a); CREATE TABLE a(x); CREATE TEMP TABLE t(x);
                INSERT INTO temp.t VALUES (1); INSERT INTO A VALUES (1),(2); INSERT INTO "B ""x"" " VALUES (1);
                INSERT INTO sqlite_sequence VALUES ('a', 1); INSERT INTO sqliteX VALUES (1); CREATE VIEW v AS SELECT 1;
                """;
        assertEquals(
                List.of(
                        new Manifest.Table("b \"x\" ", 1),
                        new Manifest.Table("a", 2),
                        new Manifest.Table("sqliteX", 1)),
                census(script).tables());
    }

    @Test
    void theWriterIsKnownByItsLook() throws IOException {
        assertEquals(Census.Writer.SQLITE_SHELL, census(SHELL + "COMMIT;\n").writer());
        assertEquals(
                Census.Writer.SAFEWARD,
                census(HEADER + "-- Database Engine: sqlite\n\nBEGIN; COMMIT;").writer());
        String contract =
                "-- QMediaSync Database Backup\n-- Database Engine: sqlite\n\nPRAGMA foreign_keys=OFF;\n\nCREATE TABLE t(a);";
        assertEquals(Census.Writer.UNKNOWN, census(contract).writer());
        assertEquals(Census.Writer.UNKNOWN, census("").writer());
    }

    /** SQLiteStudio, DB Browser, Python's iterdump, two dumps one behind the other, and what people add by hand. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA foreign_keys = off;\nBEGIN TRANSACTION;\nCREATE TABLE t(a);\nCOMMIT TRANSACTION;\nPRAGMA foreign_keys = on;\n",
                "BEGIN TRANSACTION;\nCREATE TABLE IF NOT EXISTS \"t\" (\"a\");\nCOMMIT;\n",
                SHELL
                        + "COMMIT;\nPRAGMA foreign_keys=ON;\nPRAGMA user_version = 7;\nVACUUM;\nANALYZE;\nSELECT 'done';\n",
                SHELL + "END;\n-- end\n;\n",
                SHELL + "COMMIT;\nPRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE u(a);\nCOMMIT;\n"
            })
    void whatFollowsTheCommitDoesNotMakeItLessWhole(String script) throws IOException {
        assertEquals(new Manifest.Table("t", 0), census(script).tables().get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SHELL + "PRAGMA foreign_keys=ON;\n",
                SHELL + "COMMIT;\nBEGIN;\nCREATE TABLE u(a);\n",
                "BEGIN TRANSACTION;\nCREATE TABLE t(a);\nPRAGMA foreign_keys=ON;\n",
                "PRAGMA user_version=1;\nBEGIN;\nCREATE TABLE t(a);\n"
            })
    void aTransactionWithoutAnEndIsOneThatWasCutShort(String script) {
        assertCode(ErrorCode.BACKUP_TRUNCATED, script);
    }

    @Test
    void aRollbackStaysOneWhateverFollows() {
        assertCode(ErrorCode.DUMP_ROLLED_BACK, SHELL + "ROLLBACK;\nPRAGMA foreign_keys=ON;\n");
    }

    @Test
    void aDatabaseFileIsNamed() {
        assertCode(ErrorCode.FILE_IS_DATABASE, "SQLite format 3\0" + "\0".repeat(1000));
    }

    @Test
    void aDumpThatWasCutShortOrRolledBackIsRefused() {
        assertCode(ErrorCode.BACKUP_TRUNCATED, SHELL);
        assertCode(ErrorCode.BACKUP_TRUNCATED, SHELL + "INSERT INTO t VALUES('cut");
        assertCode(ErrorCode.BACKUP_TRUNCATED, "INSERT INTO t VALUES('cut');\nINSERT INTO t VALUES(2)");
        assertCode(ErrorCode.BACKUP_TRUNCATED, HEADER + "-- Database Engine: sqlite\n\nCREATE TABLE t(a);");
        assertCode(ErrorCode.DUMP_ROLLED_BACK, SHELL + "/**** ERROR: (11) *****/\nROLLBACK; -- due to errors\n");
    }

    @Test
    void aBackupOfAnotherEngineIsRefused() {
        assertCode(ErrorCode.WRONG_ENGINE, HEADER + "-- Database Engine: postgresql\n\nBEGIN; COMMIT;");
        assertCode(
                ErrorCode.WRONG_ENGINE,
                "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 15.1\n");
    }

    private static void assertCode(ErrorCode code, String script) {
        assertEquals(code, assertThrows(Fault.class, () -> census(script)).code());
    }

    private static Census census(String script) throws IOException {
        return new ScriptCensus(Work.UNWATCHED).read(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)));
    }
}
