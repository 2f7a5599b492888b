package org.safeward.engine.sqlite;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.safeward.engine.sqlite.connection.RawStatements;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.engine.sqlite.script.TextLiterals;
import org.sqlite.SQLiteConnection;

/**
 * All that a database holds, as lines that can be compared: settings, schema text, each value with its type and bytes beside its row
 * id, and what SQLite's own checks say, which compare every index with its rows and ask every module.
 */
public final class Contents {
    private static final List<String> SETTINGS =
            List.of("encoding", "user_version", "application_id", "auto_vacuum", "page_size");

    private static final int COLUMNS_AT_ONCE = 400;

    private static final int MOST_SHOWN = 10_000;

    private Contents() {}

    public static List<String> of(Path file) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = Databases.open(file)) {
            connection.setAutoCommit(false);
            for (String setting : SETTINGS) {
                lines.add(setting + "=" + one(connection, "PRAGMA " + setting));
            }
            rows(
                    connection,
                    "schema",
                    "SELECT 'text', type, typeof(name), name, typeof(tbl_name), tbl_name, typeof(sql), sql"
                            + " FROM sqlite_schema ORDER BY type, name",
                    lines);
            for (String table : tables(connection)) {
                table(connection, table, lines);
            }
            checks(connection, lines);
            connection.rollback();
        }
        return lines;
    }

    /** Each row with its id, by whichever of its names no column hides; a wide one on several lines. */
    private static void table(Connection connection, String table, List<String> lines) throws SQLException {
        String from = " FROM " + SqlNames.identifier(table) + " NOT INDEXED";
        List<String> columns = names(
                connection,
                "SELECT name FROM pragma_table_xinfo(" + TextLiterals.literal(table)
                        + ") WHERE hidden <> 1 ORDER BY cid");
        String rowid = rowid(connection, from, columns);
        for (int begin = 0; begin < columns.size(); begin += COLUMNS_AT_ONCE) {
            int end = Math.min(begin + COLUMNS_AT_ONCE, columns.size());
            String some = columns.subList(begin, end).stream()
                    .map(SqlNames::identifier)
                    .map(column -> "typeof(" + column + ")," + column)
                    .collect(Collectors.joining(","));
            rows(connection, table + "." + begin, "SELECT typeof(" + rowid + ")," + rowid + "," + some + from, lines);
        }
    }

    private static String rowid(Connection connection, String from, List<String> columns) {
        for (String rowid : List.of("rowid", "_rowid_", "oid")) {
            if (columns.stream().noneMatch(rowid::equalsIgnoreCase)) {
                try (Statement statement = connection.createStatement()) {
                    statement
                            .executeQuery("SELECT " + rowid + from + " LIMIT 0")
                            .close();
                    return rowid;
                } catch (SQLException withoutRowid) {
                    return "NULL";
                }
            }
        }
        return "NULL";
    }

    private static void checks(Connection connection, List<String> lines) throws SQLException {
        List<String> words = new ArrayList<>();
        for (String check : List.of("quick_check(100000)", "integrity_check(100000)")) {
            try {
                words.addAll(messages(connection, check));
            } catch (SQLException ofModule) {
                words.add(check + ": " + ofModule.getMessage());
            }
        }
        // SQLite goes by the order of its hash tables.
        words.stream().sorted().forEach(lines::add);
    }

    private static List<String> messages(Connection connection, String check) throws SQLException {
        List<String> words = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA " + check)) {
            while (rows.next()) {
                words.add(check + ": " + rows.getString(1));
            }
        }
        return words;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        return names(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage <> 0 ORDER BY name");
    }

    /** Names need not be UTF-8. */
    private static List<String> names(Connection connection, String sql) throws SQLException {
        boolean utf8 = one(connection, "PRAGMA encoding").equals("UTF-8");
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement = prepare(connection, sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                names.add(utf8 ? RawText.of(rows.getBytes(1)) : rows.getString(1));
            }
        }
        return names;
    }

    private static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return RawText.isRaw(sql)
                ? RawStatements.prepare((SQLiteConnection) connection, sql)
                : connection.prepareStatement(sql);
    }

    /** @param select columns in pairs of type and value */
    private static void rows(Connection connection, String label, String select, List<String> lines)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, select);
                ResultSet rows = statement.executeQuery()) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                StringBuilder line = new StringBuilder(label).append(':');
                for (int i = 1; i < columns; i += 2) {
                    line.append(' ').append(rows.getString(i)).append(' ').append(value(rows, i));
                }
                lines.add(line.toString());
            }
        }
    }

    /** A text is asked for its bytes at once: as a string it would be converted to UTF-8 for good. */
    private static String value(ResultSet rows, int type) throws SQLException {
        return switch (rows.getString(type)) {
            case "text", "blob" -> bytes(rows.getBytes(type + 1));
            case "real" -> Long.toHexString(Double.doubleToRawLongBits(rows.getDouble(type + 1)));
            case "integer" -> String.valueOf(rows.getLong(type + 1));
            default -> "";
        };
    }

    private static String bytes(byte[] bytes) {
        try {
            return bytes.length <= MOST_SHOWN
                    ? HexFormat.of().formatHex(bytes)
                    : bytes.length + " sha256 "
                            + HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
