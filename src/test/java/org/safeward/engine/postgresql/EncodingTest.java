package org.safeward.engine.postgresql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.content.ScriptKind;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Counted;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.engine.postgresql.script.PostgresScriptReader;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.WarningCode;
import org.safeward.fixture.Thorough;

/** Databases and scripts in other encodings than UTF-8, with bytes that are no characters. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class EncodingTest {
    private static final String DATABASE = "encoded";
    private static final List<RestoreMode> MODES = List.of(RestoreMode.SWAP, RestoreMode.IN_PLACE);
    private static final String TABLE =
            "CREATE TABLE kunde (id int PRIMARY KEY, name text);\nCREATE INDEX kunde_name ON kunde (name);\n";

    @TempDir
    Path temporary;

    private final PostgresServer server;

    EncodingTest(PostgresServer server) {
        this.server = server;
    }

    @AfterEach
    void nothing() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    /** @param sql in the bytes that its characters have in LATIN1 */
    private record Case(String encoding, String sql) {
        @Override
        public String toString() {
            return encoding + ": " + sql.lines().findFirst().orElse("");
        }
    }

    private static final String NAMES =
            "CREATE TABLE \"gr\u00c4\u00d6\u00d2\u00d4e\" (\"na\u00cf\u00c7ve\" text DEFAULT '\u00d0\u00d1');"
                    + " INSERT INTO \"gr\u00c4\u00d6\u00d2\u00d4e\" DEFAULT VALUES; COMMENT ON TABLE \"gr\u00c4\u00d6\u00d2\u00d4e\" IS '\u00c4\u00c5';"
                    + " CREATE VIEW \"\u00d3\u00d4\" AS SELECT '\u00d5\u00d6'::text AS \"\u00d7\u00d8\" FROM \"gr\u00c4\u00d6\u00d2\u00d4e\";"
                    + " CREATE SEQUENCE \"\u00d5\u00d6\"; SELECT nextval('\"\u00d5\u00d6\"');"
                    + " CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $\u00c4\u00d6$ SELECT '\u00d2\u00d4'::text $\u00c4\u00d6$;";

    static List<Case> cases() {
        return List.of(
                new Case(
                        "SQL_ASCII",
                        "-- bytes of LATIN1\n" + TABLE
                                + "INSERT INTO kunde VALUES (1, E'M\\xfcller'), (2, E'caf\\xe9 \\xff'), (3, 'plain'), (4, E'\\x80\\\\\\x81')"),
                new Case(
                        "SQL_ASCII",
                        "-- UTF-8 and others, in names too\n" + TABLE
                                + "CREATE TABLE \"gr\u00c3\u00b6\u00c3\u009fe\" (a text DEFAULT '\u00ff'); COMMENT ON TABLE kunde IS '\u0080\u00fe';"
                                + " CREATE VIEW \"\u00f6\u00e4\" AS SELECT 1 AS \"\u00ff\"; CREATE SEQUENCE \"\u00fe\"; SELECT nextval('\"\u00fe\"');"
                                + " CREATE INDEX \"\u00fc\" ON kunde (id);"
                                + " INSERT INTO \"gr\u00c3\u00b6\u00c3\u009fe\" VALUES ('\u00c3\u00b6'), ('\u00f6')"),
                new Case(
                        "WIN1252",
                        "-- a byte without a character\n" + TABLE
                                + "INSERT INTO kunde VALUES (1, chr(129)), (2, chr(128)), (3, '\u008d\u008f\u0090\u009d'), (4, '\u0093\u00fc\u0094')"),
                new Case(
                        "WIN1252",
                        "-- names, and bytes without characters outside of rows\n" + TABLE + NAMES
                                + "COMMENT ON TABLE kunde IS 'a\u0081b'; ALTER TABLE kunde ALTER name SET DEFAULT '\u008d\u0080';"
                                + " CREATE VIEW v AS SELECT '\u009d'::text AS t FROM kunde; CREATE FUNCTION g() RETURNS text LANGUAGE sql AS $x$ SELECT E'\\\\\u0081' $x$"),
                new Case(
                        "LATIN1",
                        "-- names\n" + TABLE + NAMES + "INSERT INTO kunde VALUES (1, E'\\x80\\x9f\\xff\\xa0')"),
                new Case(
                        "LATIN2",
                        "-- names\n" + TABLE + NAMES + "INSERT INTO kunde VALUES (1, E'\\x80\\x9f\\xff\\xa1')"),
                new Case(
                        "KOI8R",
                        "-- names\n" + TABLE + NAMES + "INSERT INTO kunde VALUES (1, E'\\x80\\x9f\\xff\\xa1')"),
                new Case(
                        "ISO_8859_7",
                        "-- bytes without characters\n" + TABLE + "INSERT INTO kunde VALUES (1, E'\\xae\\xd2\\xff')"),
                new Case(
                        "EUC_JP",
                        "-- characters that UTF-8 has and has not\n" + TABLE + NAMES
                                + "INSERT INTO kunde VALUES (1, E'\\xc6\\xfc\\xcb\\xdc'), (2, E'\\xa9\\xa1\\x8f\\xf5\\xf5'), (3, E'\\xa1\\xc1\\xa1\\xdd\\x8e\\xb1')"),
                new Case(
                        "EUC_KR",
                        "-- names, and a character that UTF-8 has not\n" + TABLE + NAMES
                                + "INSERT INTO kunde VALUES (1, E'\\xc7\\xd1\\xb1\\xdb\\xc9\\xa1')"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void comesBackByteByByte(Case one) throws IOException {
        build(one);
        var before = WholeDatabase.of(server, DATABASE);
        for (var mode : Thorough.orOne(MODES, one)) {
            var engine = engine(mode);
            var script = BackupFiles.backUp(engine, temporary.resolve(mode + ".sql.zip"));
            String own = script.manifest().orElseThrow().details().get(ContentEncoding.DETAIL);
            assertEquals(one.encoding().equals("LATIN1") ? null : one.encoding(), own);
            wreck();
            BackupFiles.restore(engine, script, mode.name());
            WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
            assertEquals(
                    Counted.of(script.manifest().orElseThrow().tables()),
                    engine.inspect(Work.UNWATCHED).tables());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void comesBackThoughTheDatabaseIsGone(Case one) throws IOException {
        build(one);
        var before = WholeDatabase.of(server, DATABASE);
        var engine = engine(RestoreMode.AUTO);
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        server.drop(DATABASE);
        BackupFiles.restore(engine, script, "7");
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
    }

    /** With rows as statements, too. */
    @ParameterizedTest
    @MethodSource("cases")
    void anUploadOfPgDumpsComesBackByteByByte(Case one) throws IOException {
        build(one);
        var before = WholeDatabase.of(server, DATABASE);
        for (var mode : Thorough.orOne(MODES, one)) {
            var upload = upload(dump(
                    one.toString().contains("without") || one.toString().contains("has not")
                            ? "--clean"
                            : "--inserts"));
            wreck();
            BackupFiles.restore(engine(mode), upload, mode.name());
            WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
        }
    }

    /** The reading of a converted upload went on behind its end, into a file that was closed by then. */
    @ParameterizedTest
    @CsvSource({
        "EUC_JP, EUC_JP",
        "UTF8, EUC_JP",
        "UTF8, SJIS",
        "WIN1252, WIN1252",
        "UTF8, WIN1252",
        "LATIN1, UTF8",
        "UTF8, LATIN1",
        "LATIN1, LATIN1",
        "EUC_JP, SJIS"
    })
    void anUploadInAnotherEncodingComesBack(String ofDatabase, String ofUpload) throws IOException {
        server.tool("createdb", "--template=template0", "--encoding=" + ofDatabase, "--locale=C", DATABASE);
        boolean japanese = ofUpload.equals("SJIS") || ofUpload.equals("EUC_JP");
        String text = japanese ? "日本語 表示 能 ソ" : "äöüß× naïve";
        server.sql(
                DATABASE,
                "CREATE TABLE public.\"" + text + "\" (id int PRIMARY KEY, t text DEFAULT '" + text + "')",
                "INSERT INTO public.\"" + text + "\" VALUES (1), (2)",
                "COMMENT ON TABLE public.\"" + text + "\" IS '" + text + "'");
        var before = WholeDatabase.of(server, DATABASE);
        for (var mode : Thorough.orOne(MODES, ofUpload)) {
            for (String options : Thorough.orOne(List.of("--clean", "--inserts"), ofDatabase)) {
                var upload = upload(dump(options, "--encoding=" + ofUpload));
                wreck();
                BackupFiles.restore(engine(mode), upload, mode.name() + options.length());
                WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
            }
        }
    }

    /** Read to its end and again: the stream is whoever's gave it. */
    @ParameterizedTest
    @ValueSource(strings = {"SJIS", "LATIN1", "BIG5", "UTF8"})
    void theStreamOfAScriptStaysOpen(String encoding) throws IOException {
        var script = "SET client_encoding = '" + encoding + "';\nSELECT 1;\n";
        var closed = new boolean[1];
        var in = new ByteArrayInputStream(script.getBytes(ISO_8859_1)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        var reader = new PostgresScriptReader(in);
        assertEquals("SELECT 1", reader.next().sql());
        assertNull(reader.next());
        assertNull(reader.next());
        assertFalse(closed[0]);
    }

    @Test
    void theBackupTellsOfTablesThatRowsCannotBeSentTo() throws IOException {
        build(new Case(
                "SQL_ASCII", "CREATE TABLE \"M\u00fcller\" (\"\u00e4\" int);\nCREATE TABLE other (\"\u00e4\" int)"));
        var warnings = engine(RestoreMode.AUTO)
                .dump(new ByteArrayOutputStream(), Work.UNWATCHED)
                .warnings();
        warnings = warnings.stream()
                .filter(warning -> warning.code().equals(WarningCode.BYTES_NOT_TEXT.name()))
                .toList();
        assertEquals(2, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).object().startsWith("COPY "), warnings.toString());
    }

    @Test
    void rowsOfADatabaseWithoutEncodingComeBackFromJson() throws IOException {
        build(cases().get(1));
        server.sql(DATABASE, "INSERT INTO public.kunde VALUES (1, E'M\\xfcller \\xc3\\xbc'), (2, E'\\x81\\\\\\t')");
        var before = WholeDatabase.of(server, DATABASE);
        var engine = new PostgresEngine(new PostgresSettings(
                server.address(DATABASE), RestoreMode.AUTO, true, true, "postgres", Optional.of(temporary)));
        var script = BackupFiles.backUp(engine, temporary.resolve("b.json.zip"), ScriptKind.JSON);
        server.sql(DATABASE, "DELETE FROM public.kunde");
        BackupFiles.restore(engine, script, "7");
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
        server.create(DATABASE);
        server.sql(DATABASE, "CREATE TABLE kunde (id int PRIMARY KEY, name text)");
        assertEquals(
                ErrorCode.TARGET_LACKS, BackupFiles.failure(engine, script, "8").code());
    }

    /** Files of earlier versions, in UTF-8, in a database without encoding. */
    @ParameterizedTest
    @ValueSource(strings = {"SWAP", "IN_PLACE"})
    void aScriptInUtf8ComesIntoADatabaseWithoutEncoding(RestoreMode mode) throws IOException {
        build(new Case(
                "SQL_ASCII",
                "CREATE TABLE \"gr\u00c3\u00b6\u00c3\u009fe\" (\"na\u00c3\u00afve\" text);\n"
                        + "INSERT INTO \"gr\u00c3\u00b6\u00c3\u009fe\" VALUES ('\u00c3\u00bc');"));
        var before = WholeDatabase.of(server, DATABASE);
        var upload = upload(dump("--encoding=UTF8"));
        wreck();
        BackupFiles.restore(engine(mode), upload, "7");
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
    }

    /** As psql has it: bytes of no encoding are the database's own, and refused where they are not. */
    @Test
    void bytesOfNoEncodingAreTheTargets() throws IOException {
        build(new Case("SQL_ASCII", TABLE + "INSERT INTO kunde VALUES (1, '\u00c3\u00bc');"));
        byte[] good = dump();
        server.sql(DATABASE, "INSERT INTO public.kunde VALUES (2, E'\\xfc')");
        byte[] bad = dump();
        server.create(DATABASE);
        server.sql(DATABASE, "CREATE TABLE mine ()");
        for (var mode : MODES) {
            assertEquals(
                    ErrorCode.SCRIPT_FAILED,
                    BackupFiles.failure(engine(mode), upload(bad), mode.name()).code());
            assertTrue(server.portrait(DATABASE).contains("mine"));
        }
        BackupFiles.restore(engine(RestoreMode.IN_PLACE), upload(good), "8");
        assertEquals("ü", server.ask(DATABASE, "SELECT name FROM public.kunde"));
    }

    private void build(Case one) throws IOException {
        server.tool("createdb", "--template=template0", "--encoding=" + one.encoding(), "--locale=C", DATABASE);
        Path file = temporary.resolve("build.sql");
        Files.write(
                file, ("SET client_encoding = '" + one.encoding() + "';\n" + one.sql() + ";\n").getBytes(ISO_8859_1));
        server.psql(DATABASE, file);
    }

    private byte[] dump(String... options) throws IOException {
        Path file = temporary.resolve("dump.sql");
        var arguments = new java.util.ArrayList<>(List.of("--file=" + file));
        arguments.addAll(List.of(options));
        arguments.add(DATABASE);
        server.tool("pg_dump", arguments.toArray(String[]::new));
        return Files.readAllBytes(file);
    }

    private BackupScript upload(byte[] dump) throws IOException {
        Path file = temporary.resolve("upload.sql");
        Files.write(file, dump);
        return new BackupScript(file, Optional.empty(), true);
    }

    private void wreck() {
        server.sql(
                DATABASE,
                "DROP SCHEMA public CASCADE",
                "CREATE SCHEMA public AUTHORIZATION pg_database_owner",
                "GRANT USAGE ON SCHEMA public TO PUBLIC",
                "COMMENT ON SCHEMA public IS 'standard public schema'");
    }

    private PostgresEngine engine(RestoreMode mode) {
        return new PostgresEngine(new PostgresSettings(
                server.address(DATABASE), mode, true, true, "postgres", Optional.of(PostgresServer.bin())));
    }
}
