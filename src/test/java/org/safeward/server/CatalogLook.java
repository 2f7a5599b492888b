package org.safeward.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A server's catalog as it lies on the disk, whether the server runs or not. */
public record CatalogLook(Path file) {

    public static CatalogLook of(SafewardServer server) {
        return new CatalogLook(server.home().resolve("catalog.db"));
    }

    /** The first value of a query's first row; empty when there is none. */
    public String value(String query) {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            String value = rows.next() ? rows.getString(1) : "";
            return value == null ? "" : value;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    public Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
}
