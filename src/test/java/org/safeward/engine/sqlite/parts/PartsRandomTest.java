package org.safeward.engine.sqlite.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.Databases;
import org.safeward.engine.sqlite.RandomDatabase;
import org.safeward.engine.sqlite.RandomValues;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.dump.TableDigest;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.fixture.Thorough;

/** Random databases, of which some tables come back after all were changed: these are as they were backed up, the others as they were live. */
class PartsRandomTest {
    @TempDir
    Path directory;

    static IntStream seeds() {
        int fresh = new Random().nextInt();
        return IntStream.concat(IntStream.rangeClosed(1, 8), IntStream.range(fresh, fresh + Thorough.orElse(40, 4)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theNamedTablesAndNoOthersAreThoseOfTheBackup(int seed) throws Exception {
        Random random = new Random(seed);
        PartsRestore restore = new PartsRestore(directory);
        RandomDatabase.create(restore.live, seed);
        restore.backedUp();
        Map<String, TableDigest> backedUp = digests(restore.live);
        List<String> tables = new ArrayList<>(backedUp.keySet());
        for (String table : tables) {
            change(restore.live, table, random);
        }
        Map<String, TableDigest> expected = digests(restore.live);
        String schema = schema(restore.live);
        Collections.shuffle(tables, random);
        List<String> named = tables.subList(0, 1 + random.nextInt(tables.size()));
        boolean beside = random.nextInt(3) == 0;
        restore.restore(new Destination.Parts(named, beside ? Optional.of("_old") : Optional.empty()));
        named.forEach(table -> expected.put(beside ? table + "_old" : table, backedUp.get(table)));
        assertEquals(expected, digests(restore.live));
        assertTrue(beside || schema.equals(schema(restore.live)));
        assertEquals("ok", restore.one("PRAGMA integrity_check"));
    }

    private static Map<String, TableDigest> digests(Path file) {
        try (Session session = Session.read(file, 0, Work.UNWATCHED)) {
            Map<String, TableDigest> digests = new TreeMap<>();
            for (TableShape shape : TableShape.all(session).values()) {
                if (!SqlNames.isInternal(shape.name())) {
                    String table = "main." + SqlNames.identifier(shape.name());
                    digests.put(shape.name(), TableDigest.of(shape.undeclared(), table, session));
                }
            }
            return digests;
        }
    }

    private static String schema(Path file) throws SQLException {
        try (Connection connection = Databases.open(file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT group_concat(hex(type||name||tbl_name||rootpage||ifnull(sql,''))) FROM"
                                + " (SELECT * FROM sqlite_schema ORDER BY name)")) {
            return rows.getString(1);
        }
    }

    /** Some rows go, some come, some have other values. */
    private static void change(Path file, String table, Random random) throws SQLException {
        String name = SqlNames.identifier(table);
        try (Connection connection = Databases.open(file);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("DELETE FROM " + name + " WHERE id % " + (2 + random.nextInt(5)) + " = 0");
            for (int i = random.nextInt(30); i > 0; i--) {
                try (PreparedStatement insert =
                        connection.prepareStatement("INSERT OR IGNORE INTO " + name + "(id) VALUES (?)")) {
                    insert.setLong(1, random.nextInt());
                    insert.execute();
                }
            }
            List<String> columns = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT * FROM " + name + " LIMIT 0")) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(rows.getMetaData().getColumnName(i));
                }
            }
            String last = SqlNames.identifier(columns.get(columns.size() - 1));
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE " + name + " SET " + last + " = ? WHERE id % 3 = 0")) {
                update.setObject(1, RandomValues.value(random));
                update.execute();
            }
            connection.commit();
        }
    }
}
