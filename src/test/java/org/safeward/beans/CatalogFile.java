package org.safeward.beans;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The catalog in a server's home, changed behind the server's back: what would take days of waiting otherwise. */
public record CatalogFile(Path home) {
    /** Returns the number of rows that were changed. */
    public int change(String sql, Object... values) {
        try (Connection catalog = open();
                PreparedStatement statement = prepared(catalog, sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first row's first column as text, null included. */
    public String ask(String sql, Object... values) {
        try (Connection catalog = open();
                PreparedStatement statement = prepared(catalog, sql, values);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + home.resolve("catalog.db") + "?busy_timeout=30000");
    }

    private static PreparedStatement prepared(Connection catalog, String sql, Object... values) throws SQLException {
        PreparedStatement statement = catalog.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
