package org.safeward.engine.postgresql.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.content.RowDigest;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

class PostgresScriptReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a;b'",
                "SELECT 'it''s; \\'",
                "SELECT E'it\\'s; '';'",
                "SELECT E'a'\n  'b\\'; c'",
                "SELECT \"odd;\"\"name\"",
                "SELECT $$a; 'b$$",
                "SELECT $fn$a; $$ b; $f$ $fn$",
                "SELECT $größe$a;$größe$",
                "SELECT a$b$c, $1",
                "SELECT typE'x'",
                "SELECT U&'d\\0061t;a'",
                "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b)",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
                "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC DELETE FROM t; END",
                "CREATE FUNCTION begin() RETURNS begin BEGIN ATOMIC SELECT 1 AS begin; SELECT 2 AS end; SELECT 3 AS case; END",
                "CREATE FUNCTION f() RETURNS int BEGIN\nATOMIC END",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT x.end FROM x; SELECT CASE a WHEN 1 THEN 2 END; end",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT (CASE WHEN a THEN 1 ELSE 2 END); END",
            })
    void aSemicolonInsideIsNoEnd(String sql) {
        assertEquals(List.of(sql, "SELECT 1"), statements(sql + ";\nSELECT 1;\n"));
    }

    @Test
    void commentsNestAndHideSemicolons() {
        assertEquals(
                List.of("SELECT 1", "SELECT   2\n", "SELECT 3"),
                statements("/* a; /* b; */ ; */ -- c;\nSELECT 1; SELECT /* ; */ 2--;\n; SELECT 3;"));
    }

    @Test
    void beginIsAStatementOutsideOfRoutines() {
        assertEquals(
                List.of("BEGIN", "SELECT 1", "COMMIT", "CREATE TABLE begin (\"end\" int)", "SELECT 2"),
                statements("BEGIN;SELECT 1;COMMIT;CREATE TABLE begin (\"end\" int);SELECT 2;"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE OR REPLACE PROCEDURE begin() LANGUAGE sql AS 'SELECT 1'",
                "CREATE FUNCTION f() RETURNS begin LANGUAGE sql AS 'SELECT 1'",
                "CREATE FUNCTION atomic(begin int, begin2 atomic) RETURNS begin.atomic LANGUAGE sql AS 'SELECT 1'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET a.b TO begin, atomic AS 'SELECT 1'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE begin AS 'atomic'",
                "CREATE FUNCTION f() RETURNS int RETURN 1 * begin() + 'x'::begin",
                "CREATE VIEW v AS SELECT 1 AS begin, begin atomic FROM t",
                "CREATE TABLE begin (atomic int)"
            })
    void whatIsNamedLikeABodyOpensNone(String sql) {
        assertEquals(List.of(sql, "COMMIT"), statements(sql + ";COMMIT;"));
    }

    @Test
    void backslashesEscapeWhenTheScriptSaysSo() {
        String script =
                "SET standard_conforming_strings = off;\nSELECT 'a\\'; b';\nSET standard_conforming_strings TO 'on';\n"
                        + "SELECT 'a\\';SELECT 1;";
        assertEquals(
                List.of(
                        "SET standard_conforming_strings = off",
                        "SELECT 'a\\'; b'",
                        "SET standard_conforming_strings TO 'on'",
                        "SELECT 'a\\'",
                        "SELECT 1"),
                statements(script));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 64, 1000})
    void copyRowsGoThroughAsTheyAre(int pieces) throws IOException {
        String rows = "1\ta;b'\n\\.x\n2\t\\\\.\n\\.\\.\n\n\\\n";
        String script =
                "COPY public.t (a, b) FROM stdin;\n" + rows + "\\." + (pieces % 2 == 0 ? "\r" : "") + "\n\nSELECT 1;\n";
        var reader = new PostgresScriptReader(inPieces(script, pieces));
        var copy = reader.next();
        assertTrue(copy.copyData());
        var read = new ByteArrayOutputStream();
        assertEquals(6, reader.readRows((bytes, offset, length) -> read.write(bytes, offset, length), new RowDigest()));
        assertEquals(rows, read.toString(UTF_8));
        var next = reader.next();
        assertEquals("SELECT 1", next.sql());
        assertEquals(10, next.line());
    }

    @Test
    void rowsThatNobodyReadsArePassedOver() {
        assertEquals(
                List.of("copy t from STDIN", "COPY (SELECT 1) TO stdout", "SELECT 1"),
                statements("copy t from STDIN;\r\n1\n\\.\r\nCOPY (SELECT 1) TO stdout;SELECT 1;"));
    }

    @Test
    void anotherEncodingBecomesUtf8() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("-- x\nSET client_encoding = 'SJIS';\nSELECT '".getBytes(UTF_8));
        // The second byte of this character is a backslash, and of the next one a tilde, in SJIS.
        bytes.writeBytes("表チ".getBytes(Charset.forName("windows-31j")));
        bytes.writeBytes("';\nCOPY t FROM stdin;\n".getBytes(UTF_8));
        bytes.writeBytes("ソ\n".getBytes(Charset.forName("windows-31j")));
        bytes.writeBytes("\\.\n".getBytes(UTF_8));
        var reader = new PostgresScriptReader(new ByteArrayInputStream(bytes.toByteArray()));
        assertEquals("SELECT '表チ'", reader.next().sql());
        reader.next();
        var rows = new ByteArrayOutputStream();
        assertEquals(1, reader.readRows((b, offset, length) -> rows.write(b, offset, length), new RowDigest()));
        assertEquals("ソ\n", rows.toString(UTF_8));
    }

    @Test
    void onlyPgDumpsOwnMetaCommandsAreDropped() {
        assertEquals(
                List.of("SELECT 1", "SELECT 2"),
                statements(
                        "\\restrict abc\nSELECT 1;\n\\connect -reuse-previous=on \"dbname='x'\"\n SELECT 2;\n\\unrestrict abc\n"));
        for (String refused : List.of(
                "\\! rm -rf x\n",
                "\\i f\n",
                "SELECT 1 \\gexec\n",
                "\\c a\n\\c b\n",
                "SELECT \\restrict\n",
                "\\copy t from x\n")) {
            assertFault(ErrorCode.SCRIPT_LEAVES_DATABASE, refused);
        }
    }

    @Test
    void whatIsCutShortIsToldApart() {
        for (String cut : List.of(
                "SELECT 1",
                "SELECT 'a;",
                "SELECT $a$ b;",
                "/* SELECT 1;",
                "COPY t FROM stdin;\n1\n",
                "COPY t FROM stdin;\n1\n\\.",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;")) {
            assertFault(ErrorCode.BACKUP_TRUNCATED, cut);
        }
    }

    @Test
    void otherFormatsAreNamed() {
        assertFault(ErrorCode.WRONG_ENGINE, "SQLite format 3\0...");
        assertFault(ErrorCode.DUMP_NOT_PLAIN, "PGDMP\1...");
        assertFault(ErrorCode.BACKUP_DAMAGED, "SET client_encoding = 'KLINGON';");
    }

    @Test
    void statementsKnowTheirLineAndNumber() throws IOException {
        var reader = new PostgresScriptReader(inPieces("\ufeff-- one\n\nSELECT 1;\n\n\nSELECT\n2;", 100));
        assertEquals(new ScriptStatement("SELECT 1", 3, 1, false), reader.next());
        assertEquals(new ScriptStatement("SELECT\n2", 6, 2, false), reader.next());
    }

    private static void assertFault(ErrorCode code, String script) {
        assertEquals(
                code,
                assertThrows(Fault.class, () -> statements(script), script).code(),
                script);
    }

    private static List<String> statements(String script) {
        var reader = new PostgresScriptReader(inPieces(script, 7));
        var all = new ArrayList<String>();
        try {
            for (var statement = reader.next(); statement != null; statement = reader.next()) {
                all.add(statement.sql());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return all;
    }

    private static InputStream inPieces(String script, int size) {
        return new ByteArrayInputStream(script.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, size));
            }
        };
    }
}
