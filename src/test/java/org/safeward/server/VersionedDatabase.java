package org.safeward.server;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The live SQLite database of a test: two tables that carry the same version in every row, so that a mix of two states shows. Each
 * method opens and closes the file.
 */
public record VersionedDatabase(Path file) {

    /** Makes it, with as many rows in each table, each of them with that many bytes that do not compress. */
    public static VersionedDatabase create(Path file, String journalMode, int rows, int bytesOfRow)
            throws SQLException {
        VersionedDatabase database = new VersionedDatabase(file);
        database.execute(
                "PRAGMA journal_mode=" + journalMode,
                "CREATE TABLE goods(id INTEGER PRIMARY KEY, version TEXT, filling BLOB)",
                "CREATE TABLE sales(id INTEGER PRIMARY KEY, version TEXT, filling BLOB)",
                fill("goods", rows, bytesOfRow),
                fill("sales", rows, bytesOfRow),
                "CREATE INDEX goods_by_version ON goods(version)");
        return database;
    }

    private static String fill(String table, int rows, int bytesOfRow) {
        return "INSERT INTO " + table
                + "(version, filling) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows
                + ") SELECT 'first', randomblob(" + bytesOfRow + ") FROM n";
    }

    /** Gives every row of both tables this version. */
    public void becomeVersion(String version) throws SQLException {
        execute(
                "BEGIN",
                "UPDATE goods SET version = '" + version + "'",
                "UPDATE sales SET version = '" + version + "'",
                "COMMIT");
    }

    public void execute(String... statements) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The versions in it, one when it is whole; and what SQLite finds wrong with it. */
    public List<String> versions() throws SQLException {
        try (Connection connection = open()) {
            return versions(connection);
        }
    }

    /** As an open connection sees them in this moment. */
    public static List<String> versions(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version FROM goods UNION SELECT version FROM sales"
                        + " UNION ALL SELECT quick_check FROM pragma_quick_check WHERE quick_check <> 'ok'")) {
            List<String> versions = new ArrayList<>();
            while (rows.next()) {
                versions.add(rows.getString(1));
            }
            return versions;
        }
    }

    public Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=20000");
        }
        return connection;
    }

    /** The names of all files in its folder. */
    public List<String> neighbours() throws IOException {
        return FileNames.in(file.getParent());
    }
}
