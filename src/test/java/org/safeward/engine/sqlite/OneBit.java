package org.safeward.engine.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.safeward.engine.sqlite.script.SqlNames;

/** Changes one bit of one value of a database, as far as its declaration allows: it may turn a value back into the same one. */
final class OneBit {
    private OneBit() {}

    static void change(Connection connection, Random random) throws SQLException {
        String table = pick(
                random,
                connection,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage <> 0 AND name NOT LIKE 'sqlite_%'");
        String column = pick(
                random,
                connection,
                "SELECT name FROM pragma_table_xinfo('" + table.replace("'", "''") + "') WHERE hidden = 0");
        String from = " FROM " + SqlNames.identifier(table);
        String value = SqlNames.identifier(column);
        try (Statement statement = connection.createStatement()) {
            long rows = number(statement, "SELECT count(*)" + from);
            if (rows == 0) {
                return;
            }
            // One row of those with the same value, which every table can be asked for.
            String one = "SELECT " + value + ", typeof(" + value + "), CAST(" + value + " AS BLOB)" + from
                    + " LIMIT 1 OFFSET " + (long) (random.nextDouble() * rows);
            try (ResultSet row = statement.executeQuery(one);
                    PreparedStatement update = connection.prepareStatement("UPDATE OR IGNORE "
                            + SqlNames.identifier(table) + " SET " + value
                            + " = CASE ?1 WHEN 'text' THEN CAST(?2 AS TEXT)"
                            + " ELSE ?2 END WHERE " + value + " IS ?3 AND typeof(" + value + ") = ?1")) {
                String type = row.getString(2);
                update.setString(1, type);
                update.setObject(2, changed(type, row, random));
                update.setObject(3, type.equals("blob") ? row.getBytes(1) : row.getObject(1));
                update.execute();
            } catch (SQLException e) {
                if (!e.getMessage().matches("(?s).*(CONSTRAINT|MISMATCH).*")) {
                    throw e;
                }
            }
        }
    }

    private static Object changed(String type, ResultSet row, Random random) throws SQLException {
        return switch (type) {
            case "integer" -> row.getLong(1) ^ (1L << random.nextInt(63));
            case "real" -> Double.longBitsToDouble(Double.doubleToRawLongBits(row.getDouble(1)) ^ 1);
            case "null" -> 0;
            default -> {
                byte[] bytes = row.getBytes(3);
                if (bytes == null || bytes.length == 0) {
                    yield new byte[] {'x', 0};
                }
                bytes[random.nextInt(bytes.length)] ^= 1;
                yield bytes;
            }
        };
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            return result.getLong(1);
        }
    }

    private static String pick(Random random, Connection connection, String names) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(names)) {
            while (result.next()) {
                found.add(result.getString(1));
            }
        }
        return found.get(random.nextInt(found.size()));
    }
}
