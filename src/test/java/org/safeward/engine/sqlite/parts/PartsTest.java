package org.safeward.engine.sqlite.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of some tables come back, and nothing else does. */
class PartsTest {
    @TempDir
    Path directory;

    PartsRestore restore;

    @BeforeEach
    void protect() {
        restore = new PartsRestore(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void theRowsOfOneTableAreThoseOfTheBackupAndAnotherKeepsItsOwn(String mode) throws Exception {
        restore.backedUp(
                "PRAGMA journal_mode=" + mode,
                "CREATE TABLE a(id INTEGER PRIMARY KEY, v)",
                "CREATE TABLE b(v)",
                "CREATE VIEW both AS SELECT v FROM a UNION ALL SELECT v FROM b",
                "INSERT INTO a VALUES (1, 'one'), (2, NULL), (9, x'00ff')",
                "INSERT INTO b VALUES ('old')");
        restore.run("DELETE FROM a WHERE id = 1", "INSERT INTO a VALUES (3, 'three')", "UPDATE b SET v = 'new'");
        restore.replace("a");
        assertEquals(List.of("1 'one'", "2 NULL", "9 X'00FF'"), restore.rows("SELECT id||' '||quote(v) FROM a"));
        assertEquals(List.of("new"), restore.rows("SELECT v FROM b"));
        assertEquals("4", restore.one("SELECT count(*) FROM both"));
        assertEquals(mode.toLowerCase(java.util.Locale.ROOT), restore.one("PRAGMA journal_mode"));
        assertEquals("ok", restore.one("PRAGMA integrity_check"));
    }

    @Test
    void rowIdsComeBackAlsoWhereNoColumnIsOne() throws Exception {
        restore.backedUp(
                "CREATE TABLE t(rowid, v)", "INSERT INTO t(_rowid_, rowid, v) VALUES (7, 'x', 1), (-3, 'y', 2)");
        restore.run("DELETE FROM t", "INSERT INTO t VALUES (1, 1)");
        restore.replace("t");
        assertEquals(List.of("-3 y 2", "7 x 1"), restore.rows("SELECT _rowid_||' '||rowid||' '||v FROM t"));
    }

    @Test
    void triggersDoNotRunAndAreThereAfterwards() throws Exception {
        String odd =
                "CREATE TRIGGER [odd \"one\"] BEFORE DELETE ON t\r\nFOR EACH ROW -- ;\nBEGIN INSERT INTO log VALUES ('odd;'); END";
        restore.backedUp(
                "CREATE TABLE t(v)",
                "CREATE TABLE log(v)",
                "CREATE TABLE other(v)",
                "CREATE TRIGGER z AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('z'); END",
                odd,
                "CREATE TRIGGER a AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('a'); END",
                "CREATE TRIGGER o AFTER INSERT ON other BEGIN INSERT INTO t VALUES (1); END",
                "INSERT INTO t VALUES (1), (2)",
                "DELETE FROM log");
        String schema =
                "SELECT group_concat(sql, '|') FROM (SELECT sql FROM sqlite_schema WHERE tbl_name = 't' ORDER BY rowid)";
        String before = restore.one(schema);
        restore.run("DELETE FROM t", "INSERT INTO t VALUES (5)");
        List<String> order = restore.rows("SELECT v FROM log WHERE v <> 'odd;' ORDER BY rowid");
        restore.run("DELETE FROM log");
        restore.replace("t");
        assertEquals(List.of(), restore.rows("SELECT v FROM log"));
        assertEquals(before, restore.one(schema));
        restore.run("INSERT INTO t VALUES (6)");
        assertEquals(order, restore.rows("SELECT v FROM log ORDER BY rowid"));
    }

    @Test
    void aSequenceGoesOnBehindTheGreaterValue() throws Exception {
        restore.backedUp(
                "CREATE TABLE a(id INTEGER PRIMARY KEY AUTOINCREMENT)",
                "CREATE TABLE b(id INTEGER PRIMARY KEY AUTOINCREMENT)",
                "INSERT INTO a VALUES (100)",
                "INSERT INTO b VALUES (5)",
                "DELETE FROM a");
        restore.run("UPDATE sqlite_sequence SET seq = 3 WHERE name = 'a'", "INSERT INTO b VALUES (70)");
        restore.replace("a", "b");
        assertEquals(
                List.of("a 100", "b 70"), restore.rows("SELECT name||' '||seq FROM sqlite_sequence ORDER BY name"));
        restore.run("DELETE FROM sqlite_sequence");
        restore.replace("a");
        assertEquals(List.of("a 100"), restore.rows("SELECT name||' '||seq FROM sqlite_sequence ORDER BY name"));
    }

    @Test
    void namesAreMatchedAsSqliteDoes() throws Exception {
        restore.backedUp("CREATE TABLE \"Order \"\"by\"(v)", "INSERT INTO \"Order \"\"by\" VALUES (1)");
        restore.run("DELETE FROM \"Order \"\"by\"");
        restore.replace("ORDER \"BY");
        assertEquals("1", restore.one("SELECT count(*) FROM \"Order \"\"by\""));
    }

    @Test
    void columnsMayStandInAnotherOrder() throws Exception {
        restore.backedUp("CREATE TABLE t(a TEXT, b INT)", "INSERT INTO t VALUES ('x', 1)");
        restore.run("DROP TABLE t", "CREATE TABLE t(B INTEGER, A VARCHAR(3))");
        restore.replace("t");
        assertEquals(List.of("x 1"), restore.rows("SELECT a||' '||b FROM t"));
    }

    @Test
    void copiesAreMadeBesideTheLiveTables() throws Exception {
        restore.backedUp(
                "CREATE TABLE t(id INTEGER PRIMARY KEY, \"a\"\"b\" \"odd type\" NOT NULL DEFAULT 'it''s', c INT AS (id * 2) STORED)",
                "CREATE TABLE s(a TEXT, b REAL, PRIMARY KEY(b, a)) STRICT, WITHOUT ROWID",
                "CREATE TABLE d(id INTEGER PRIMARY KEY DESC)",
                "CREATE INDEX i ON t(c)",
                "INSERT INTO t(id) VALUES (1), (2)",
                "INSERT INTO s VALUES ('x', 1.5)",
                "INSERT INTO d(rowid, id) VALUES (7, NULL)");
        restore.run("DELETE FROM t", "DROP TABLE s");
        restore.copy("_old", "t", "s", "d");
        assertEquals("0", restore.one("SELECT count(*) FROM t"));
        assertEquals(List.of("1 it's 2", "2 it's 4"), restore.rows("SELECT id||' '||\"a\"\"b\"||' '||c FROM t_old"));
        assertEquals(List.of("x 1.5"), restore.rows("SELECT a||' '||b FROM s_old"));
        assertEquals(List.of("7"), restore.rows("SELECT rowid FROM d_old"));
        assertEquals(
                List.of("id INTEGER 0  1", "a\"b odd type 1 'it''s' 0", "c INT 0  0"),
                restore.rows("SELECT name||' '||type||' '||\"notnull\"||' '||ifnull(dflt_value, '')||' '||pk"
                        + " FROM pragma_table_xinfo('t_old')"));
        assertEquals("1 1", restore.one("SELECT wr||' '||strict FROM pragma_table_list('s_old')"));
    }
}
