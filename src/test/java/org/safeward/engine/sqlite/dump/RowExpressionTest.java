package org.safeward.engine.sqlite.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.Everything;
import org.safeward.engine.sqlite.RandomDatabase;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.fixture.Thorough;

class RowExpressionTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16le", "UTF-16be"})
    void theUsualRowIsTheSameTextOfEverything(String encoding) throws Exception {
        Path file = directory.resolve("everything.db");
        Everything.create(file, encoding);
        Everything.addLarge(file);
        assertTrue(usualRows(file) > 0);
    }

    @Test
    void theUsualRowIsTheSameTextOfRandomValues() throws Exception {
        int seeds = Thorough.orElse(100, 10);
        for (int seed = 0; seed < seeds; seed++) {
            Path file = directory.resolve(seed + ".db");
            RandomDatabase.create(file, seed);
            usualRows(file);
        }
    }

    @Test
    void whatColumnsHoldAsARuleIsUsual() throws Exception {
        Path file = directory.resolve("usual.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t(id INTEGER PRIMARY KEY, n INT, name TEXT NOT NULL, day DATE,"
                    + " amount NUMERIC, size REAL, bytes BLOB, any)");
            statement.executeUpdate("INSERT INTO t VALUES (1, 7, 'it''s', 20261129, 1.25, 2, X'00ff', 'text'),"
                    + "(2, NULL, '', NULL, 2, -0.5, NULL, 1.5), (3, -1, '1', 0, NULL, NULL, X'', 9)");
        }
        assertEquals(3, usualRows(file));
    }

    /** @return how many there are, each of which has the text that it has as any row */
    private static long usualRows(Path file) {
        long usual = 0;
        try (Session session = Session.read(file, 1000, Work.UNWATCHED)) {
            for (TableShape shape : TableShape.all(session).values()) {
                for (TableShape each : new TableShape[] {shape, shape.undeclared(), shape.unquestioned()}) {
                    RowExpression expression = new RowExpression(each, session.text("PRAGMA encoding"));
                    String rows = " FROM (SELECT " + expression.ofUsualRow() + " AS usual, " + expression.ofRow()
                            + " AS whole FROM main." + SqlNames.identifier(shape.name()) + " NOT INDEXED)"
                            + " WHERE usual IS NOT NULL";
                    assertEquals(0, session.number("SELECT count(*)" + rows + " AND usual IS NOT whole"), shape.name());
                    usual += each.equals(shape) && !SqlNames.isInternal(shape.name())
                            ? session.number("SELECT count(*)" + rows)
                            : 0;
                }
            }
        }
        return usual;
    }
}
