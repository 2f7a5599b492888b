package org.safeward.engine.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.safeward.engine.sqlite.script.SqlNames;

/** Databases that nobody would think of: tables of random shape, names and values. The same seed gives the same one. */
public final class RandomDatabase {
    private static final String[] TYPES = {"", "TEXT", "INTEGER", "REAL", "BLOB", "NUMERIC", "VARCHAR(3)", "ANY"};
    private static final String[] ENCODINGS = {"UTF-8", "UTF-16le", "UTF-16be"};
    private static final int MOST_TABLES = 6;
    private static final int MOST_COLUMNS = 8;
    private static final int MOST_ROWS = 300;

    private final Random random;
    private final String encoding;

    private RandomDatabase(Random random) {
        this.random = random;
        this.encoding = ENCODINGS[random.nextInt(ENCODINGS.length)];
    }

    public static void create(Path file, long seed) throws SQLException {
        RandomDatabase made = new RandomDatabase(new Random(seed));
        try (Connection connection = Databases.open(file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA encoding='" + made.encoding + "'");
            statement.execute("PRAGMA page_size=" + (512 << made.random.nextInt(8)));
            statement.execute("PRAGMA user_version=" + made.random.nextInt());
            connection.setAutoCommit(false);
            for (int i = 1 + made.random.nextInt(MOST_TABLES); i > 0; i--) {
                made.table(connection, i);
            }
            connection.commit();
        }
    }

    private void table(Connection connection, int number) throws SQLException {
        String table = name("t" + number);
        boolean withoutRowid = random.nextInt(4) == 0;
        List<String> columns = new ArrayList<>();
        columns.add("id " + (withoutRowid || random.nextBoolean() ? "INTEGER PRIMARY KEY" : "INTEGER"));
        int others = 1 + random.nextInt(MOST_COLUMNS);
        for (int i = 0; i < others; i++) {
            columns.add(name("c" + i) + " " + TYPES[random.nextInt(TYPES.length)]);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table + "(" + String.join(", ", columns) + ")"
                    + (withoutRowid ? " WITHOUT ROWID" : ""));
            if (random.nextBoolean()) {
                statement.execute("CREATE INDEX " + name("i" + number) + " ON " + table + "(id DESC)");
            }
            statement.execute("CREATE VIEW " + name("v" + number) + " AS SELECT * FROM " + table);
        }
        rows(connection, table, others);
    }

    private void rows(Connection connection, String table, int others) throws SQLException {
        String marks = String.join(",", Collections.nCopies(others + 1, "?"));
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
            long id = random.nextInt();
            for (int row = random.nextInt(MOST_ROWS); row > 0; row--) {
                id += 1 + random.nextInt(1000);
                insert.setLong(1, id);
                for (int i = 0; i < others; i++) {
                    insert.setObject(i + 2, RandomValues.value(random));
                }
                insert.execute();
            }
        }
    }

    /** Unique by its beginning. */
    private String name(String beginning) {
        StringBuilder name = new StringBuilder(beginning);
        for (int i = random.nextInt(6); i > 0; i--) {
            name.append("aZ_ '\";,-()[]`名".charAt(random.nextInt(15)));
        }
        return SqlNames.identifier(name.toString());
    }
}
