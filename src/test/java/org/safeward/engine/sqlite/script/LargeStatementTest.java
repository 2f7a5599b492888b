package org.safeward.engine.sqlite.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Census;
import org.safeward.engine.Destination;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.Databases;
import org.safeward.engine.sqlite.Shell;
import org.safeward.engine.sqlite.SqliteDatabase;
import org.safeward.engine.sqlite.SqliteEngine;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fixture.Repeats;
import org.safeward.fixture.Thorough;

/** Statements that are larger than a heap should hold, of files that the sqlite3 shell takes. */
class LargeStatementTest {
    private static final int MORE = ScriptBuffer.LARGE + 12_345;

    @TempDir
    Path directory;

    Path live;
    Path theirs;
    Path file;

    @BeforeEach
    void names() {
        live = directory.resolve("live.db");
        theirs = directory.resolve("theirs.db");
        file = directory.resolve("script.sql");
    }

    /** Writes the script, which the heap of the test need not hold either. */
    private final class Script implements Closeable {
        private final Charset charset;
        private final OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));

        Script(Charset charset) throws IOException {
            this.charset = charset;
        }

        Script() throws IOException {
            this(StandardCharsets.UTF_8);
        }

        Script add(String sql) throws IOException {
            out.write(sql.getBytes(charset));
            return this;
        }

        Script add(String sql, long bytes) throws IOException {
            byte[] encoded = sql.getBytes(charset);
            for (long written = 0; written < bytes; written += encoded.length) {
                out.write(encoded);
            }
            return this;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** Every value of {@code t} with its type and its bytes. */
    private void assertAsTheShellHasIt() throws Exception {
        assertEquals("", Shell.load(file, theirs));
        load();
        try (Connection connection = Databases.open(live);
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + theirs + "' AS theirs");
            StringBuilder columns = new StringBuilder("rowid");
            try (ResultSet names = statement.executeQuery("SELECT name FROM pragma_table_info('t')")) {
                while (names.next()) {
                    String name = names.getString(1);
                    columns.append(",typeof(" + name + "),CAST(" + name + " AS BLOB)");
                }
            }
            long rows = number(statement, "SELECT count(*) FROM theirs.t");
            assertTrue(rows > 0);
            assertEquals(rows, number(statement, "SELECT count(*) FROM main.t"));
            assertEquals(
                    rows,
                    number(
                            statement,
                            "SELECT count(*) FROM (SELECT " + columns + " FROM main.t INTERSECT SELECT " + columns
                                    + " FROM theirs.t)"));
            assertEquals(
                    0,
                    number(
                            statement,
                            "SELECT count(*) FROM (SELECT type,name,sql FROM main.sqlite_schema EXCEPT"
                                    + " SELECT type,name,sql FROM theirs.sqlite_schema)"));
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            return result.getLong(1);
        }
    }

    private void load() throws IOException {
        SqliteEngine engine = new SqliteEngine(new SqliteDatabase("default", live, directory.resolve("restored")));
        Census census;
        try (var sql = Files.newInputStream(file)) {
            census = engine.census(sql, Work.UNWATCHED);
        }
        BackupScript backup = new BackupScript(file, Optional.empty(), true);
        try (Staging staging = engine.stage(backup, "1", new Destination.Live(), Work.UNWATCHED)) {
            assertEquals(census.tables(), staging.check(Work.UNWATCHED).tables());
            staging.swap(() -> {}, Duration.ofSeconds(5), Work.UNWATCHED);
        }
    }

    /** Characters of 1, 2, 3 and 4 bytes and doubled quotes, so that every kind of cut is met somewhere. */
    static Stream<String> encodings() {
        return Thorough.orEverySecond(List.of("UTF-8", "UTF-16le", "UTF-16be"), 0);
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void textsAndBlobsOfAnyLength(String encoding) throws Exception {
        String text = "it''s ü 名 🐘, ";
        try (Script script = new Script()) {
            script.add("PRAGMA encoding='" + encoding + "';\nPRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n");
            script.add("CREATE TABLE t(a, b TEXT, c BLOB, n INTEGER);\nINSERT INTO t VALUES(1,'");
            script.add(text, MORE)
                    .add("',X'")
                    .add("00ffAb", 2L * MORE)
                    .add("',NULL),(x'")
                    .add("01", MORE);
            script.add("','short','").add(text, 2L * MORE).add("x',2);\n");
            script.add("INSERT INTO t(a) VALUES(replace('").add("a\\nb", MORE).add("','\\n',char(10)));\n");
            script.add("UPDATE t SET n = length('").add(text, MORE).add("') WHERE b IS NOT '");
            script.add(text, MORE).add("';\n").add("CREATE VIEW v AS SELECT count(*) FROM t;\nCOMMIT;\n");
        }
        assertAsTheShellHasIt();
    }

    /** The shell takes minutes for this one. */
    @Test
    void manyRowsInOneStatement() throws Exception {
        int rows = 600_000;
        try (Script script = new Script()) {
            script.add("CREATE TABLE t(id INTEGER PRIMARY KEY, a, b);\n");
            script.add("INSERT OR REPLACE INTO main.\"t\" (id, a, b) /* VALUES ( */ VALUES\n");
            for (int i = 0; i < rows; i++) {
                script.add((i == 0 ? " (" : "\n, (") + i + ",'a ; ),( ''" + i + "', (1+" + i + ")) -- it's;(");
            }
            script.add("\n;\nCREATE TABLE u(a);\nINSERT INTO u VALUES(1);\n");
        }
        load();
        try (Connection connection = Databases.open(live);
                Statement statement = connection.createStatement()) {
            String right = "a = 'a ; ),( ''' || id AND b = id + 1 AND typeof(b) = 'integer'";
            assertEquals(rows, number(statement, "SELECT count(*) FROM t WHERE id < " + rows + " AND " + right));
            assertEquals(rows, number(statement, "SELECT count(*) FROM t"));
            assertEquals(1, number(statement, "SELECT count(*) FROM u"));
        }
    }

    @Test
    void rowsOfWhichSomeAreLargeThemselves() throws Exception {
        try (Script script = new Script()) {
            script.add("CREATE TABLE t(a, b);\nINSERT INTO t VALUES('")
                    .add("q''", MORE)
                    .add("',1)");
            script.add(",('" + "medium".repeat(1000) + "',2)", MORE)
                    .add(",(x'")
                    .add("ff", MORE)
                    .add("',3)");
            script.add(",('" + "medium".repeat(1000) + "',4)", 2L * MORE).add(";\n");
        }
        assertAsTheShellHasIt();
    }

    @Test
    void oneRowOfManyTextsThatAreNotLargeThemselves() throws Exception {
        try (Script script = new Script()) {
            script.add("CREATE TABLE t(c1,c2,c3,c4,c5,c6);\nINSERT INTO t VALUES(NULL");
            for (int i = 0; i < 5; i++) {
                script.add(",'").add("äb''", 5 << 20).add("'");
            }
            script.add(");\n");
        }
        assertAsTheShellHasIt();
    }

    @Test
    void aCommentBetweenStatementsIsNoStatement() throws Exception {
        try (Script script = new Script()) {
            script.add("-- it's one\n/*")
                    .add("long; ", ScriptBuffer.LONGEST + 1)
                    .add("*/\n--");
            script.add("x", ScriptBuffer.LONGEST + 1).add("\nCREATE TABLE t(a);\n/*");
            script.add("* /", ScriptBuffer.LONGEST + 1).add("*/INSERT INTO t VALUES(1);\n");
        }
        assertAsTheShellHasIt();
    }

    @Test
    void bytesThatAreNotUtf8StayWhatTheyAre() throws Exception {
        try (Script script = new Script(StandardCharsets.ISO_8859_1)) {
            script.add("CREATE TABLE t(a);\nINSERT INTO t VALUES('")
                    .add("\u00ff\u00fea\u0080", MORE)
                    .add("');\n");
        }
        assertAsTheShellHasIt();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (0)|,(1)| ON CONFLICT DO NOTHING;",
                "INSERT INTO t VALUES (0)|,(1)|, ((SELECT count(*) FROM t));",
                "INSERT INTO t SELECT * FROM (VALUES (0)|,(1)|);",
                "CREATE TABLE u(a DEFAULT '|x|');",
                "CREATE TRIGGER x DELETE ON t BEGIN INSERT INTO t VALUES ('|x|'); END;",
                "SELECT \"|x|\";",
                "SELECT 1 /*|x|*/;",
            })
    void whatCannotBeSaidInPiecesIsNamed(String statement) throws IOException {
        String[] words = statement.split("\\|");
        try (Script script = new Script()) {
            script.add("CREATE TABLE t(a UNIQUE);").add(words[0]);
            script.add(words[1], ScriptBuffer.LONGEST + (1L << 20)).add(words[2]);
        }
        Fault fault = assertThrows(Fault.class, this::load);
        assertEquals(ErrorCode.SCRIPT_STATEMENT_TOO_LARGE, fault.code(), fault.getMessage());
        assertTrue(fault.getMessage().contains("statement 2"), fault.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO t VALUES(X'|00ff7f80|');", "INSERT INTO t VALUES('|it''s|');"})
    void aStatementOfManyTimesTheHeapDoesNotEndTheProcess(String statement) throws Exception {
        loadInAProcessOfItsOwn(statement);
    }

    @Repeats({
        "LargeStatementTest.aStatementOfManyTimesTheHeapDoesNotEndTheProcess",
        "LargeStatementTest.manyRowsInOneStatement",
        "LargeStatementTest.aCommentBetweenStatementsIsNoStatement",
        "LargeStatementTest.whatCannotBeSaidInPiecesIsNamed"
    })
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES(0)|,(123456)|;",
                "/*|; it's * /|*/ INSERT INTO t VALUES(1);",
                "SELECT \"|a name?|\";",
            })
    void neitherDoesOneOfAnotherKind(String statement) throws Exception {
        loadInAProcessOfItsOwn(statement);
    }

    /** Which a single OutOfMemoryError would end as it ends the server. */
    private void loadInAProcessOfItsOwn(String statement) throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx160m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dorg.sqlite.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeStatementTest.class.getName(),
                        directory.toString(),
                        statement)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the process does not end");
            String last = Files.readString(output).strip();
            assertEquals(
                    statement.startsWith("SELECT") ? ErrorCode.SCRIPT_STATEMENT_TOO_LARGE.name() : "done",
                    last.substring(last.lastIndexOf('\n') + 1));
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    /** The other process. */
    public static void main(String[] arguments) throws Exception {
        LargeStatementTest test = new LargeStatementTest();
        test.directory = Path.of(arguments[0]);
        test.names();
        String[] words = arguments[1].split("\\|");
        try (Script script = test.new Script()) {
            script.add("CREATE TABLE t(a);\n").add(words[0]);
            script.add(words[1].repeat(1000), 250L << 20).add(words[2]);
        }
        try {
            test.load();
            System.out.println("done");
        } catch (Fault e) {
            System.out.println(e.code());
        }
    }
}
