package org.safeward.engine.sqlite.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.BackupFileWriter;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ManifestDraft;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.sqlite.Contents;
import org.safeward.engine.sqlite.Databases;
import org.safeward.engine.sqlite.RandomValues;
import org.safeward.engine.sqlite.StoppableWork;
import org.safeward.engine.sqlite.dump.DumpTest;
import org.safeward.engine.sqlite.load.RowImage;
import org.safeward.engine.sqlite.load.StatementQueue;
import org.safeward.engine.sqlite.load.Step;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Our own scripts, whose rows go as images, and the same ones as uploads, which go as SQL: nothing tells them apart. */
class AttachedRowsTest {
    private static final String[] TYPES = {"", "TEXT", "INTEGER", "REAL", "BLOB", "NUMERIC", "TEXT COLLATE NOCASE"};
    private static final String[] STRICT = {"TEXT", "INTEGER", "REAL", "BLOB", "ANY"};
    private static final String HEADER = "-- Safeward Database Backup\n";
    private static final int TABLES = Boolean.getBoolean("tests.thorough") ? 10_000 : 200;
    private static final int TABLES_AT_ONCE = 20;
    private static final int ROWS = 1000;

    @TempDir
    Path directory;

    static IntStream seeds() {
        return IntStream.range(0, TABLES / TABLES_AT_ONCE);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyTableIsBuiltAsItsStatementsBuildIt(int seed) throws Exception {
        Random random = new Random(seed);
        Path source = directory.resolve("source.db");
        try (Connection connection = Databases.open(source)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < TABLES_AT_ONCE; i++) {
                table("t" + i, random, connection);
            }
            connection.commit();
        }
        Path script = directory.resolve("script.sql");
        DumpTest.dump(source, script);
        assertTrue(packedRows(script) > TABLES_AT_ONCE * ROWS / 4, () -> "only " + packedRows(script));
        List<String> expected = Contents.of(source);
        DumpTest.assertSame(expected, Contents.of(build(Files.readString(script), false, Work.UNWATCHED)));
        DumpTest.assertSame(expected, Contents.of(build(Files.readString(script), true, Work.UNWATCHED)));
    }

    private static void table(String name, Random random, Connection connection) throws SQLException {
        boolean withoutRowid = random.nextInt(4) == 0;
        boolean strict = random.nextInt(4) == 0;
        String key = withoutRowid || random.nextBoolean()
                ? "INTEGER PRIMARY KEY" + (!withoutRowid && random.nextBoolean() ? " AUTOINCREMENT" : "")
                : "INTEGER";
        List<String> columns = new ArrayList<>(List.of("id " + key));
        int others = 1 + random.nextInt(5);
        List<String> types = new ArrayList<>();
        for (int i = 0; i < others; i++) {
            String[] some = strict ? STRICT : TYPES;
            types.add(some[random.nextInt(some.length)]);
            columns.add("c" + i + " " + types.get(i)
                    + (random.nextInt(4) == 0 ? " DEFAULT 7 CHECK (c" + i + " IS NOT 7.5)" : ""));
        }
        columns.add(random.nextInt(3) == 0 ? "g AS (id + 1)" : "z");
        if (random.nextInt(3) == 0) {
            columns.add("UNIQUE (id, c0) ON CONFLICT REPLACE");
        }
        List<String> options = new ArrayList<>();
        if (withoutRowid) {
            options.add("WITHOUT ROWID");
        }
        if (strict) {
            options.add("STRICT");
            columns.replaceAll(column -> column.equals("z") ? "z ANY" : column.replace("g AS", "g INTEGER AS"));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE " + name + "(" + String.join(", ", columns) + ") " + String.join(", ", options));
        }
        String marks = String.join(",", Collections.nCopies(others + 1, "?"));
        String names = IntStream.range(0, others).mapToObj(i -> ",c" + i).reduce("", String::concat);
        boolean plain = random.nextInt(4) > 0;
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR IGNORE INTO " + name + "(id" + names + ") VALUES (" + marks + ")")) {
            long id = random.nextInt();
            for (int row = 0; row < ROWS; row++) {
                id += 1 + random.nextInt(1 << random.nextInt(30));
                insert.setLong(1, id);
                for (int i = 0; i < others; i++) {
                    int kind = strict ? List.of(STRICT).indexOf(types.get(i)) : STRICT.length;
                    insert.setObject(i + 2, plain || strict ? plain(kind, random) : RandomValues.value(random));
                }
                insert.execute();
            }
        }
    }

    /** A value whose literal is understood, of one of the types of STRICT tables, or of any. */
    private static Object plain(int kind, Random random) {
        return switch (kind < STRICT.length - 1 ? kind : random.nextInt(STRICT.length)) {
            case 0 -> "it's ".repeat(random.nextInt(30)) + random.nextInt();
            case 1 -> random.nextLong() >> random.nextInt(64);
            case 2 ->
                random.nextBoolean()
                        ? random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20)
                        : random.nextInt(3) == 0 ? -0.0 : random.nextInt() / 100.0;
            case 3 -> new byte[random.nextInt(300)];
            default -> null;
        };
    }

    private static long packedRows(Path script) {
        long rows = 0;
        try (InputStream sql = Files.newInputStream(script);
                StatementQueue queue = new StatementQueue(sql, true)) {
            for (List<Step> steps = queue.take(); !steps.isEmpty(); steps = queue.take()) {
                for (Step step : steps) {
                    if (step instanceof RowImage image) {
                        RowImage.Rows last =
                                image.statements().get(image.statements().size() - 1);
                        rows += last.last();
                    }
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UNIQUE", "NOT NULL ON CONFLICT FAIL, UNIQUE (a) ON CONFLICT ROLLBACK", "CHECK (a <> 5000)"})
    void whatATableRefusesIsToldWithTheSameStatement(String constraint) {
        String script =
                "CREATE TABLE t(a " + constraint + ");\n" + inserts(10_000) + "INSERT INTO t (a) VALUES\n(5000);\n";
        Fault ours = assertThrows(Fault.class, () -> build(script, false, Work.UNWATCHED));
        Fault others = assertThrows(Fault.class, () -> build(script, true, Work.UNWATCHED));
        assertEquals(ErrorCode.SCRIPT_FAILED, ours.code());
        assertEquals(others.getMessage(), ours.getMessage());
        assertNothingIsLeft();
    }

    @Test
    void whatIsNotUnderstoodComesInItsPlace() throws Exception {
        String script =
                "CREATE TABLE t(a);\n" + inserts(1000) + "INSERT INTO t (a) VALUES\n(CAST(X'61' AS TEXT)),\n(1);\n"
                        + "UPDATE t SET a = a + 1;\n" + inserts(1000) + "DELETE FROM t WHERE a = 500;\n";
        DumpTest.assertSame(
                Contents.of(build(script, true, Work.UNWATCHED)), Contents.of(build(script, false, Work.UNWATCHED)));
    }

    @Test
    void aStopIsHeardBetweenTwoStatements() {
        StoppableWork work = new StoppableWork() {
            @Override
            public void progress(long rows, long bytes) {
                stop();
            }
        };
        String script = "CREATE TABLE t(a);\n" + inserts(2_000_000);
        assertThrows(WorkStopped.class, () -> build(script, false, work));
        assertNothingIsLeft();
    }

    @Test
    void aFullDiskEndsIt() throws Exception {
        String script = "CREATE TABLE t(a);\n" + inserts(2_000_000);
        long free = Files.getFileStore(directory).getUsableSpace();
        Path file = directory.resolve("full.db");
        BackupScript backup = backup(script, false);
        Stage stage = new Stage(file, Optional.empty(), Optional.of(free - (4L << 20)), Work.UNWATCHED);
        Fault fault = assertThrows(Fault.class, () -> stage.build(backup));
        assertEquals(ErrorCode.DISK_FULL, fault.code(), fault::getMessage);
        assertNothingIsLeft();
    }

    @Test
    void rowsLargerThanAPageGoAsSql() throws Exception {
        StringBuilder script = new StringBuilder("CREATE TABLE t(a, b);\n");
        for (int i = 0; i < 40; i++) {
            script.append("INSERT INTO t (a,b) VALUES\n(" + i + ",'" + "x".repeat(i * 3000) + "'),\n(-" + i + ",X'"
                    + "AB".repeat(i * 900) + "');\n");
        }
        DumpTest.assertSame(
                Contents.of(build(script.toString(), true, Work.UNWATCHED)),
                Contents.of(build(script.toString(), false, Work.UNWATCHED)));
    }

    /** Of 200 rows each, as dumps write them. */
    private static String inserts(int rows) {
        StringBuilder script = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            script.append(row % 200 == 0 ? "INSERT INTO t (a) VALUES\n(" : "(")
                    .append(row)
                    .append(row % 200 == 199 ? ");\n" : "),\n");
        }
        return script.toString();
    }

    private Path build(String script, boolean uploaded, Work work) throws IOException {
        Path file = directory.resolve(uploaded ? "sql.db" : "rows.db");
        new Stage(file, Optional.empty(), Optional.of(0L), work).build(backup(script, uploaded));
        return file;
    }

    private BackupScript backup(String script, boolean uploaded) throws IOException {
        Path file = Files.createTempFile(directory, "backup", ".sql");
        Files.delete(file);
        try (BackupFileWriter writer = BackupFileWriter.create(file, BackupFormat.SQL, 1)) {
            String header = script.startsWith(HEADER) ? "" : HEADER;
            writer.sql().write((header + script).getBytes(StandardCharsets.UTF_8));
            Manifest manifest = writer.finish(new ManifestDraft(
                    "test", "sqlite", "3", "default", Instant.now(), List.of(), Map.of("encoding", "UTF-8")));
            return new BackupScript(file, Optional.of(manifest), uploaded);
        }
    }

    private void assertNothingIsLeft() {
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().endsWith(".db")).toList());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
