package org.safeward.engine.sqlite;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** All that a database holds, as lines that can be compared: schema text, settings, and each value with its type and bytes. */
public final class Contents {
    private static final List<String> SETTINGS = List.of("encoding", "user_version", "application_id", "auto_vacuum");

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
                    "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name",
                    lines);
            for (String table : tables(connection)) {
                String name = SqlNames.identifier(table);
                rows(connection, table, "SELECT * FROM " + name + " NOT INDEXED", lines);
                for (String rowid : List.of("rowid", "_rowid_", "oid")) {
                    try {
                        rows(
                                connection,
                                table + "." + rowid,
                                "SELECT " + rowid + " FROM " + name + " NOT INDEXED",
                                lines);
                    } catch (SQLException withoutRowid) {
                        lines.add(table + " has no " + rowid);
                    }
                }
            }
            lines.add("quick_check=" + one(connection, "PRAGMA quick_check"));
            connection.rollback();
        }
        return lines;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage <> 0 ORDER BY name")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static void rows(Connection connection, String label, String select, List<String> lines)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                StringBuilder line = new StringBuilder(label).append(':');
                for (int i = 1; i <= columns; i++) {
                    line.append(' ').append(value(rows, i));
                }
                lines.add(line.toString());
            }
        }
    }

    /** The driver hands over a text's own bytes, in the encoding of the database. */
    private static String value(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        if (value instanceof Double real) {
            return "real " + Long.toHexString(Double.doubleToRawLongBits(real));
        }
        if (value instanceof String) {
            return "text " + bytes(rows.getBytes(column));
        }
        if (value instanceof byte[] blob) {
            return "blob " + bytes(blob);
        }
        return String.valueOf(value);
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
