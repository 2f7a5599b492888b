package org.safeward.engine.sqlite.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.Destination;
import org.safeward.engine.sqlite.Databases;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.sqlite.Function;

/** Databases that somebody made to confuse us, and names that cannot be taken. */
class PartsOddTest {
    @TempDir
    Path directory;

    PartsRestore restore;

    @BeforeEach
    void protect() {
        restore = new PartsRestore(directory);
    }

    private static Destination.Parts parts(String into, String... tables) {
        return new Destination.Parts(List.of(tables), Optional.ofNullable(into));
    }

    @Test
    void namesThatCannotBeTakenAreRefused() throws Exception {
        restore.backedUp(
                "CREATE TABLE t(v)", "CREATE TABLE u(v)", "CREATE INDEX T_I ON u(v)", "CREATE VIEW t_v AS SELECT 1");
        restore.refused(ErrorCode.PARTS_INVALID, parts(null));
        restore.refused(ErrorCode.PARTS_INVALID, "t", "u", "T");
        for (String into : List.of("", "ü", "a b", "\"", "x".repeat(31))) {
            restore.refused(ErrorCode.PARTS_INVALID, parts(into, "t"));
        }
        restore.refused(ErrorCode.PARTS_TAKEN, parts("_I", "t"));
        restore.refused(ErrorCode.PARTS_TAKEN, parts("_V", "t"));
        restore.refused(ErrorCode.PARTS_UNKNOWN, "t", "nix");
        restore.refused(ErrorCode.PARTS_UNKNOWN, "sqlite_schema");
        restore.refused(ErrorCode.PARTS_UNKNOWN, "t_v");
        restore.run("CREATE TABLE t_x(v)");
        assertEquals(
                List.of("t_X"),
                restore.refused(ErrorCode.PARTS_TAKEN, parts("_X", "t")).arguments());
    }

    @Test
    void aTableThatIsOneNoMoreIsRefused() throws Exception {
        restore.backedUp("CREATE TABLE t(v)");
        restore.run("DROP TABLE t");
        restore.refused(ErrorCode.PARTS_DIFFER, "t");
        restore.run("CREATE VIEW t AS SELECT 1 AS v");
        restore.refused(ErrorCode.PARTS_DIFFER, "t");
        restore.run("DROP VIEW t", "CREATE VIRTUAL TABLE t USING fts5(v)");
        restore.refused(ErrorCode.PARTS_DIFFER, "t");
    }

    @Test
    void whatBelongsToAVirtualTableIsNoPart() throws Exception {
        restore.backedUp(
                "CREATE TABLE s(id INTEGER PRIMARY KEY AUTOINCREMENT)", "CREATE VIRTUAL TABLE f USING fts5(v)");
        restore.refused(ErrorCode.PARTS_IMPOSSIBLE, "f_content");
        restore.refused(ErrorCode.PARTS_IMPOSSIBLE, "f");
        restore.refused(ErrorCode.PARTS_UNKNOWN, "sqlite_sequence");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fts5(v, content='t', content_rowid='id')", "fts4(content=\"T\", v)"})
    void aFullTextIndexThatIsStaleIsTold(String module) throws Exception {
        restore.backedUp("CREATE TABLE t(id INTEGER PRIMARY KEY, v)", "CREATE VIRTUAL TABLE f USING " + module);
        restore.copy("_c", "t");
        assertTrue(restore.work.warnings.isEmpty());
        restore.replace("t");
        assertEquals(
                List.of("FULLTEXT_STALE f"),
                restore.work.warnings.stream()
                        .map(w -> w.code() + " " + w.object())
                        .toList());
    }

    @Test
    void aFullTextIndexOverAViewOfTheTableIsTold() throws Exception {
        restore.backedUp(
                "CREATE TABLE t(id INTEGER PRIMARY KEY, v)",
                "CREATE TABLE u(id INTEGER PRIMARY KEY, v)",
                "CREATE VIEW w AS SELECT * FROM t",
                "CREATE VIEW w2 AS SELECT * FROM w",
                "CREATE VIEW x AS SELECT * FROM u",
                "CREATE VIRTUAL TABLE f USING fts5(v, content='w2', content_rowid='id')",
                "CREATE VIRTUAL TABLE g USING fts5(v, content='x', content_rowid='id')");
        restore.replace("t");
        assertEquals(
                List.of("f"),
                restore.work.warnings.stream().map(Warning::object).toList());
    }

    @Test
    void aCopyDoesNotBecomePartOfAVirtualTable() throws Exception {
        restore.backedUp("CREATE TABLE f(v)");
        restore.run("DROP TABLE f", "CREATE VIRTUAL TABLE f USING fts5(v, columnsize=0)");
        restore.refused(ErrorCode.PARTS_INVALID, parts("_docsize", "f"));
    }

    @Test
    void whereThereIsNoLiveDatabaseThereAreNoParts() throws Exception {
        restore.backedUp("CREATE TABLE t(v)");
        Files.delete(restore.live);
        assertEquals(
                ErrorCode.PARTS_IMPOSSIBLE,
                assertThrows(Fault.class, () -> restore.replace("t")).code());
        assertEquals(
                ErrorCode.PARTS_IMPOSSIBLE,
                assertThrows(Fault.class, () -> restore.engine.outlook(parts(null, "t"), restore.work))
                        .code());
        Files.writeString(restore.live, "rubbish".repeat(1000));
        assertEquals(
                ErrorCode.PARTS_IMPOSSIBLE,
                assertThrows(Fault.class, () -> restore.replace("t")).code());
    }

    @Test
    void anotherTextEncodingIsRefusedAndTheSameIsNot() throws Exception {
        restore.backedUp("PRAGMA encoding='UTF-16le'", "CREATE TABLE t(v)", "INSERT INTO t VALUES ('ü名'), (x'41')");
        restore.run("UPDATE t SET v = 1");
        restore.replace("t");
        assertEquals(List.of("'ü名'", "X'41'"), restore.rows("SELECT quote(v) FROM t"));
        Files.delete(restore.live);
        restore.run("CREATE TABLE t(v)");
        restore.refused(ErrorCode.PARTS_IMPOSSIBLE, "t");
    }

    @Test
    void aFunctionOrCollationOfTheApplicationIsNamed() throws Exception {
        restore.backedUp("CREATE TABLE t(v)", "INSERT INTO t VALUES ('a')");
        try (Connection connection = Databases.open(restore.live)) {
            Function.create(
                    connection,
                    "mine",
                    new Function() {
                        @Override
                        protected void xFunc() throws SQLException {
                            result(1);
                        }
                    },
                    1,
                    Function.FLAG_DETERMINISTIC);
            connection.createStatement().execute("CREATE INDEX i ON t(mine(v))");
        }
        assertTrue(impossible().contains("mine"), this::impossible);
        restore.run("DROP TABLE t", "CREATE TABLE t(v CHECK (reverse(v) <> 'x'))");
        // It is harmless, but has not said so.
        assertTrue(impossible().contains("unsafe use of reverse()"), this::impossible);
    }

    private String impossible() {
        try {
            return restore.refused(ErrorCode.PARTS_IMPOSSIBLE, "t").getMessage();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** By writable_schema anybody may write anything into it who may write at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE sqlite_schema SET sql = sql || '; DROP TABLE u' WHERE name = 'r'",
                "UPDATE sqlite_schema SET tbl_name = 'u' WHERE name = 'r'",
                "UPDATE sqlite_schema SET name = 'q' WHERE name = 'r'",
                "INSERT INTO sqlite_schema SELECT * FROM sqlite_schema WHERE name = 'r'",
                "UPDATE sqlite_schema SET sql = 'CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT load_extension(1' WHERE name = 'r'",
                "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'u') WHERE name = 't'"
            })
    void aSchemaThatLiesChangesNothing(String lie) throws Exception {
        restore.backedUp(
                "CREATE TABLE t(v)",
                "CREATE TABLE u(v)",
                "CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO u VALUES (1); END",
                "INSERT INTO u VALUES (1)");
        restore.run("PRAGMA writable_schema=ON", lie);
        byte[] before = Files.readAllBytes(restore.live);
        assertEquals(
                ErrorCode.PARTS_IMPOSSIBLE,
                assertThrows(Fault.class, () -> restore.replace("t")).code());
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(restore.live)));
    }

    @Test
    void aDatabaseThatIsDamagedElsewhereIsNotWrittenInto() throws Exception {
        restore.backedUp("CREATE TABLE t(v)", "CREATE TABLE u(v)", "INSERT INTO u VALUES (1)");
        long page = Long.parseLong(restore.one("SELECT rootpage FROM sqlite_schema WHERE name = 'u'"));
        try (FileChannel file = FileChannel.open(restore.live, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(100), (page - 1) * 4096);
        }
        assertTrue(assertThrows(Fault.class, () -> restore.replace("t"))
                .getMessage()
                .startsWith("PARTS_IMPOSSIBLE"));
    }

    @Test
    void namesLikeOursAreOrdinaryOnes() throws Exception {
        restore.backedUp(
                "CREATE TABLE safeward_violations(child REFERENCES staged, n)",
                "CREATE TABLE staged(\"s\" PRIMARY KEY, \"p\"\"\")",
                "CREATE TABLE \"main.t\"(\"rowid\", \"oid\", \"_rowid_\")",
                "CREATE TRIGGER r AFTER INSERT ON safeward_violations BEGIN DELETE FROM staged; END",
                "INSERT INTO staged VALUES (1, 2)",
                "INSERT INTO safeward_violations VALUES (1, 2)",
                "INSERT INTO staged VALUES (1, 2)",
                "INSERT INTO \"main.t\" VALUES (1, 2, 3)");
        restore.run("DELETE FROM staged", "UPDATE safeward_violations SET n = 9", "DELETE FROM \"main.t\"");
        restore.replace("safeward_violations", "staged", "main.t");
        assertEquals("2", restore.one("SELECT n FROM safeward_violations, staged, \"main.t\""));
        restore.run("INSERT INTO safeward_violations VALUES (1, 2)");
        assertEquals("0", restore.one("SELECT count(*) FROM staged"));
    }

    @Test
    void theWidestTableAndTheLargestRowComeBack() throws Exception {
        String columns = IntStream.range(0, 2000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        restore.backedUp(
                "CREATE TABLE w(" + columns + ")",
                "INSERT INTO w(rowid, c7) VALUES (5, 'seven')",
                "CREATE TABLE l(v)",
                "INSERT INTO l VALUES (1), (zeroblob(30000000)), (replace(hex(zeroblob(3000000)), '0', 'ü'))");
        restore.run("DELETE FROM w", "INSERT INTO w(rowid) VALUES (9)", "DELETE FROM l");
        restore.replace("l");
        assertEquals("30000000", restore.one("SELECT max(length(v)) FROM l WHERE typeof(v) = 'blob'"));
        // SQLite has no room for the row id in a statement over so many columns.
        restore.refused(ErrorCode.PARTS_DIFFER, "w");
    }

    @Test
    void theOutlookTellsWhatIsMet() throws Exception {
        restore.run(
                "CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT)",
                "CREATE TABLE c(p REFERENCES p, q REFERENCES c)",
                "CREATE VIEW v AS SELECT 1",
                "CREATE TRIGGER r AFTER INSERT ON p BEGIN SELECT 1; END");
        var replaced = restore.engine.outlook(parts(null, "P", "v", "nix"), restore.work);
        assertEquals("[Link[name=, from=c, to=p]]", replaced.links().toString());
        assertEquals(List.of("trigger r of p"), replaced.silenced());
        assertEquals(List.of("p"), replaced.sequences());
        assertEquals(
                List.of("v PARTS_DIFFER", "nix PARTS_DIFFER"),
                replaced.obstacles().stream()
                        .map(o -> o.table() + " " + o.why().code())
                        .toList());
        var copied = restore.engine.outlook(parts("_c", "p"), restore.work);
        assertEquals(
                "[] [] [] []",
                copied.links() + " " + copied.silenced() + " " + copied.sequences() + " " + copied.obstacles());
        restore.run("CREATE TABLE P_C(v)");
        assertEquals(
                ErrorCode.PARTS_TAKEN,
                restore.engine
                        .outlook(parts("_c", "p"), restore.work)
                        .obstacles()
                        .get(0)
                        .why()
                        .code());
    }
}
