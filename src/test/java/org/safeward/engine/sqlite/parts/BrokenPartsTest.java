package org.safeward.engine.sqlite.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.Destination;
import org.safeward.engine.sqlite.Contents;
import org.safeward.engine.sqlite.RoundTrip;
import org.safeward.fault.ErrorCode;

/** Rows that break a rule already, in the backup or live: SQLite enforces foreign keys and CHECK only where it is told to. */
class BrokenPartsTest {
    @TempDir
    Path directory;

    PartsRestore restore;

    @BeforeEach
    void protect() {
        restore = new PartsRestore(directory);
    }

    private void shop(String... rows) throws Exception {
        restore.run(
                "PRAGMA ignore_check_constraints=ON",
                "CREATE TABLE p(id INTEGER PRIMARY KEY)",
                "CREATE TABLE c(id INTEGER PRIMARY KEY, p REFERENCES p)",
                "CREATE TABLE t(v CHECK (v > 0))",
                "CREATE TABLE u(v CHECK (v > 0))",
                "INSERT INTO p VALUES (1), (2)",
                "INSERT INTO c VALUES (1, 1)",
                "INSERT INTO t VALUES (1)",
                "INSERT INTO u VALUES (1)");
        restore.backedUp(rows);
    }

    /** As the application may write it that told SQLite not to enforce anything. */
    private void unchecked(String sql) throws SQLException {
        restore.run("PRAGMA ignore_check_constraints=ON", sql);
    }

    /** What a restore has replaced comes back from the backup that was made right before it. */
    private void replaceAndUndo(String... tables) throws Exception {
        List<String> before = Contents.of(restore.live);
        var safety = new RoundTrip(restore.live).backup();
        restore.replace(tables);
        assertTrue(!Contents.of(restore.live).equals(before));
        restore.backup = safety;
        restore.replace(tables);
        assertEquals(before, Contents.of(restore.live));
    }

    @Test
    void anUndoBringsBackRowsThatReferredToNothing() throws Exception {
        shop();
        restore.run("INSERT INTO c VALUES (2, 77)");
        replaceAndUndo("c");
    }

    @Test
    void anUndoTakesAwayWhatRowsThatStayedHadReferredToInVain() throws Exception {
        shop("INSERT INTO c VALUES (2, 2)");
        restore.run("DELETE FROM p WHERE id = 2");
        replaceAndUndo("p");
    }

    @Test
    void aRowThatReferredToNothingInTheBackupComesBackSo() throws Exception {
        shop("INSERT INTO c VALUES (2, 77)");
        restore.run("DELETE FROM c");
        restore.replace("c");
        assertEquals(List.of("1", "2"), restore.rows("SELECT id FROM c"));
        restore.run(
                "UPDATE c SET p = 78 WHERE id = 2", "INSERT INTO p VALUES (3), (77)", "INSERT INTO c VALUES (3, 3)");
        assertEquals(
                List.of("FOREIGN KEY (p)", "c", "id=3 refers to p (3), which is not there"),
                restore.refused(ErrorCode.PARTS_VIOLATED, "p").arguments());
    }

    @Test
    void aForeignKeyThatTheBackupDidNotHaveIsHeld() throws Exception {
        restore.backedUp(
                "CREATE TABLE p(id INTEGER PRIMARY KEY, k UNIQUE)",
                "CREATE TABLE c(id INTEGER PRIMARY KEY, p)",
                "CREATE TABLE d(id INTEGER PRIMARY KEY, k REFERENCES p(k), l REFERENCES p(l))",
                "INSERT INTO c VALUES (2, 77)",
                "INSERT INTO d VALUES (2, 77, 77)");
        restore.run(
                "DROP TABLE c",
                "CREATE TABLE c(id INTEGER PRIMARY KEY, p REFERENCES p)",
                "ALTER TABLE p ADD COLUMN l",
                "CREATE UNIQUE INDEX l ON p(l)",
                "DELETE FROM d");
        restore.refused(ErrorCode.PARTS_VIOLATED, "c");
        assertEquals(
                "FOREIGN KEY (l)",
                restore.refused(ErrorCode.PARTS_VIOLATED, "d").arguments().get(0));
    }

    @Test
    void anUndoBringsBackRowsThatBrokeACheck() throws Exception {
        shop();
        unchecked("INSERT INTO t VALUES (-1)");
        restore.run("UPDATE u SET v = 2");
        replaceAndUndo("u", "t");
    }

    @Test
    void aRowThatBrokeACheckInTheBackupComesBackIfTheCheckIsTheSame() throws Exception {
        shop("PRAGMA ignore_check_constraints=ON", "INSERT INTO t VALUES (-1)");
        restore.run("DELETE FROM t");
        restore.replace("t");
        assertEquals(List.of("1", "-1"), restore.rows("SELECT v FROM t"));
        restore.run("DROP TABLE t", "CREATE TABLE t(v CHECK (v >= 0))");
        assertEquals(
                List.of("CHECK: v >= 0", "t", "rowid=2"),
                restore.refused(ErrorCode.PARTS_VIOLATED, "t").arguments());
    }

    @Test
    void anIndexThatLacksRowsIsMadeAnew() throws Exception {
        shop();
        restore.run(
                "CREATE INDEX i ON t(v) WHERE v > 100",
                "INSERT INTO t VALUES (5)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t(v)' WHERE name = 'i'");
        restore.replace("t");
        assertEquals("ok", restore.one("PRAGMA integrity_check"));
    }

    /** Only writable_schema makes such rows. */
    @Test
    void whatAnUndoCouldNotBringBackIsNotReplaced() throws Exception {
        shop("CREATE TABLE n(v NOT NULL)", "INSERT INTO n VALUES (1)");
        restore.run(
                "DROP TABLE n",
                "CREATE TABLE n(v)",
                "INSERT INTO n VALUES (NULL)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE TABLE n(v NOT NULL)' WHERE name = 'n'");
        String said = restore.refused(ErrorCode.PARTS_IMPOSSIBLE, "n").getMessage();
        assertTrue(said.contains("NULL value in n.v"), said);
        assertEquals(
                said,
                restore.engine
                        .outlook(new Destination.Parts(List.of("n"), Optional.empty()), restore.work)
                        .obstacles()
                        .get(0)
                        .why()
                        .getMessage());
        restore.copy("_old", "n");
        restore.run("UPDATE n SET v = 2");
        replaceAndUndo("n");
    }
}
