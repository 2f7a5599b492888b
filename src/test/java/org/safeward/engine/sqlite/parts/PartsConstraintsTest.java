package org.safeward.engine.sqlite.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.sqlite.Shell;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/** Constraints of a table, and between tables that come back and others that stay: a row that breaks one changes nothing. */
class PartsConstraintsTest {
    @TempDir
    Path directory;

    PartsRestore restore;

    @BeforeEach
    void protect() {
        restore = new PartsRestore(directory);
    }

    private void orders(String clause) throws Exception {
        restore.backedUp(
                "CREATE TABLE customers(id INTEGER PRIMARY KEY, name)",
                "CREATE TABLE orders(id INTEGER PRIMARY KEY, customer REFERENCES customers " + clause + ")",
                "INSERT INTO customers VALUES (1, 'a'), (2, 'b')",
                "INSERT INTO orders VALUES (10, 1), (20, 2), (30, NULL)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ON DELETE CASCADE ON UPDATE CASCADE", "ON DELETE SET NULL", "DEFERRABLE INITIALLY DEFERRED"})
    void noReferentialActionRuns(String clause) throws Exception {
        orders(clause);
        restore.run("UPDATE customers SET name = 'changed'", "INSERT INTO orders VALUES (40, 2)");
        restore.replace("customers");
        assertEquals(List.of("a", "b"), restore.rows("SELECT name FROM customers"));
        assertEquals(
                List.of("10 1", "20 2", "30 ", "40 2"),
                restore.rows("SELECT id||' '||ifnull(customer,'') FROM orders"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ON DELETE CASCADE", "DEFERRABLE INITIALLY DEFERRED"})
    void aRowThatStaysAndWouldReferToNothingIsNamed(String clause) throws Exception {
        orders(clause);
        restore.run("INSERT INTO customers VALUES (3, 'c')", "INSERT INTO orders VALUES (40, 3)");
        assertEquals(
                List.of("FOREIGN KEY (customer)", "orders", "id=40 refers to customers (3), which is not there"),
                restore.refused(ErrorCode.PARTS_VIOLATED, "customers").arguments());
        restore.replace("customers", "orders");
        assertEquals("3", restore.one("SELECT count(*) FROM orders"));
    }

    @Test
    void aRowThatComesBackAndWouldReferToNothingIsNamed() throws Exception {
        orders("");
        restore.run("DELETE FROM orders", "DELETE FROM customers WHERE id = 2");
        assertEquals(
                List.of("FOREIGN KEY (customer)", "orders", "id=20 refers to customers (2), which is not there"),
                restore.refused(ErrorCode.PARTS_VIOLATED, "orders").arguments());
    }

    @Test
    void whatWasBrokenBeforeIsNoReasonToRefuse() throws Exception {
        orders("");
        restore.run("INSERT INTO orders VALUES (50, 77)", "UPDATE customers SET name = 'x'");
        restore.replace("customers");
        assertEquals("a", restore.one("SELECT name FROM customers"));
        restore.run("INSERT INTO customers VALUES (3, 'c')", "INSERT INTO orders VALUES (60, 3)");
        Fault fault = restore.refused(ErrorCode.PARTS_VIOLATED, "customers");
        assertTrue(fault.getMessage().contains("id=60"), fault.getMessage());
    }

    @Test
    void aTableMayReferToItself() throws Exception {
        restore.backedUp(
                "CREATE TABLE tree(name TEXT PRIMARY KEY, up REFERENCES tree DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID",
                "INSERT INTO tree VALUES ('a', 'b'), ('b', 'b')");
        restore.run("DELETE FROM tree");
        restore.replace("tree");
        assertEquals("2", restore.one("SELECT count(*) FROM tree"));
    }

    @Test
    void compositeKeysAndUniqueOnesAreHeldAlsoOfTablesWithoutRowIds() throws Exception {
        restore.backedUp(
                "CREATE TABLE p(a TEXT COLLATE NOCASE, b TEXT, c, UNIQUE(a, b))",
                "CREATE TABLE c(k INT, \"x y\", y, PRIMARY KEY(k), FOREIGN KEY(\"x y\", y) REFERENCES p(a, b)) WITHOUT ROWID",
                "INSERT INTO p VALUES ('K', '1', 0)",
                "INSERT INTO c VALUES (1, 'k', 1), (2, 'nix', NULL)");
        restore.run("UPDATE p SET c = 1");
        // The parent's column decides: 'k' is 'K', and 1 is '1'.
        restore.replace("p");
        restore.run("INSERT INTO p VALUES ('L', '2', 0)", "INSERT INTO c VALUES (3, 'l', '2')");
        assertEquals(
                List.of("FOREIGN KEY (x y, y)", "c", "k=3 refers to p ('l', '2'), which is not there"),
                restore.refused(ErrorCode.PARTS_VIOLATED, "p").arguments());
    }

    @Test
    void aForeignKeyThatNobodyCanEnforceIsNoReasonToRefuse() throws Exception {
        restore.backedUp(
                "CREATE TABLE p(a)",
                "CREATE TABLE c(x REFERENCES p(a), y REFERENCES nowhere)",
                "INSERT INTO c VALUES (1, 1)",
                "INSERT INTO p VALUES (1)");
        restore.run("DELETE FROM p");
        restore.replace("p");
        restore.replace("c");
        assertEquals("1", restore.one("SELECT count(*) FROM p, c"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v UNIQUE                                   | UNIQUE: t.v",
                "v UNIQUE ON CONFLICT IGNORE                | UNIQUE: t.v",
                "v UNIQUE ON CONFLICT REPLACE               | UNIQUE: t.v",
                "v CHECK (v <> 'twice')                     | CHECK: v <> 'twice'",
                "v, CONSTRAINT \"odd one\" CHECK (id < 20)  | CHECK: odd one",
                "v CHECK (v REGEXP '^[a-s]')                | CHECK: v REGEXP '^[a-s]'"
            })
    void aConstraintThatIsNewIsNamedWithTheRow(String columns, String constraint) throws Exception {
        restore.backedUp(
                "CREATE TABLE t(id INTEGER PRIMARY KEY, v)",
                "INSERT INTO t VALUES (5, 'once'), (10, 'twice'), (20, 'twice')");
        Shell.run(restore.live, "DROP TABLE t; CREATE TABLE t(id INTEGER PRIMARY KEY, " + columns + ");");
        List<String> arguments = restore.refused(ErrorCode.PARTS_VIOLATED, "t").arguments();
        assertEquals(List.of(constraint, "t"), arguments.subList(0, 2));
        assertEquals(
                constraint.startsWith("UNIQUE") || constraint.endsWith("one") ? "id=20" : "id=10", arguments.get(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOT NULL", "NOT NULL ON CONFLICT REPLACE DEFAULT 'x'", "NOT NULL ON CONFLICT IGNORE"})
    void nullIsNotReplacedAndNotLeftOut(String clause) throws Exception {
        restore.backedUp("CREATE TABLE t(v)", "INSERT INTO t VALUES (1), (NULL), (3)");
        restore.run("DROP TABLE t", "CREATE TABLE t(v " + clause + ")");
        assertEquals(
                List.of("NOT NULL: t.v", "t", "rowid=2"),
                restore.refused(ErrorCode.PARTS_VIOLATED, "t").arguments());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a TEXT, b                             | it has a column b that the backup has not",
                "b                                     | it has no column a; it has a column b that the backup has not",
                "a INTEGER                             | column a is INTEGER, was TEXT",
                "a TEXT AS ('x') STORED, c             | column a is generated in another way; it has a column c that the backup has not",
                "a TEXT PRIMARY KEY                    | it has another primary key",
                "a TEXT) STRICT --                     | it is STRICT now",
                "a TEXT, PRIMARY KEY(a)) WITHOUT ROWID --| it is WITHOUT ROWID now; it has another primary key"
            })
    void aTableWithOtherColumnsIsRefused(String columns, String words) throws Exception {
        restore.backedUp("CREATE TABLE t(a TEXT)", "INSERT INTO t VALUES ('1')");
        restore.run("DROP TABLE t", "CREATE TABLE t(" + columns + "\n)".substring(columns.endsWith("--") ? 2 : 0));
        assertEquals(
                "The live table t is no longer the one that was backed up: " + words,
                Messages.ENGLISH.message(restore.refused(ErrorCode.PARTS_DIFFER, "t")));
    }

    /** Only writable_schema makes such rows: a backup brings them back, and no table takes them as they are. */
    @Test
    void aValueThatWouldBeStoredOtherwiseIsFound() throws Exception {
        restore.backedUp(
                "CREATE TABLE t(id INTEGER PRIMARY KEY, v BLOB)",
                "INSERT INTO t VALUES (1, '42')",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = replace(sql, 'BLOB', 'INTEGER')");
        restore.run("DELETE FROM t");
        Fault fault = restore.refused(ErrorCode.PARTS_DIFFER, "t");
        assertTrue(fault.getMessage().endsWith(": it would store some of the values otherwise"), fault.getMessage());
        assertTrue(Messages.CHINESE.message(fault).endsWith("：部分值存入后会改变"), Messages.CHINESE.message(fault));
    }

    @Test
    void aGeneratedColumnThatIsComputedOtherwiseIsFound() throws Exception {
        restore.backedUp("CREATE TABLE t(a, b INT AS (a + 1) STORED)", "INSERT INTO t VALUES (1)");
        restore.replace("t");
        restore.run("DROP TABLE t", "CREATE TABLE t(a, b INT AS (a + 2) STORED)");
        restore.refused(ErrorCode.PARTS_DIFFER, "t");
    }
}
