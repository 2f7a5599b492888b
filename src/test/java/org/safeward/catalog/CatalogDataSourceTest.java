package org.safeward.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.beans.Beans;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.settings.Settings;

/** What a commit of the catalog is worth when the power goes. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class CatalogDataSourceTest {
    private static final int FULL = 2;

    @TempDir
    Path home;

    /** With less, a commit in WAL mode is only synced at the next checkpoint: a revoked key would be valid again. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?synchronous=OFF", "?busy_timeout=5000&synchronous=NORMAL", "?journal_mode=DELETE"})
    void everyCommitOfAnSqliteCatalogIsOnTheDisk(String parameters) throws SQLException {
        CatalogDataSource catalog = new CatalogDataSource(settings("jdbc:sqlite:" + home.resolve("c.db") + parameters));

        try (Connection first = catalog.getConnection();
                Connection second = catalog.getConnection()) {
            assertEquals(FULL, number(first, "PRAGMA synchronous"));
            assertEquals(FULL, number(second, "PRAGMA synchronous"));
        }
    }

    @Test
    void theCatalogIsStillInWalModeAndWaitsForOthers() throws SQLException {
        CatalogDataSource catalog = new CatalogDataSource(settings("jdbc:sqlite:" + home.resolve("c.db")));

        try (Connection connection = catalog.getConnection()) {
            assertEquals("wal", text(connection, "PRAGMA journal_mode"));
            assertEquals(30_000, number(connection, "PRAGMA busy_timeout"));
        }
    }

    @ParameterizedTest
    @CsvSource({"off, on", "on, on", "local, local", "remote_apply, remote_apply"})
    void everyCommitOfAPostgresqlCatalogIsOnTheDisk(String ofTheRole, String expected, PostgresServer server)
            throws SQLException {
        String role = "catalog_" + ofTheRole;
        server.role(role, "LOGIN");
        server.sql("postgres", "ALTER ROLE " + role + " SET synchronous_commit = " + ofTheRole);
        CatalogDataSource catalog = new CatalogDataSource(settings(Map.of(
                "safeward.catalog.url",
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres",
                "safeward.catalog.user",
                role,
                "safeward.catalog.password",
                PostgresServer.PASSWORD)));

        try (Connection connection = catalog.getConnection()) {
            assertEquals(expected, text(connection, "SHOW synchronous_commit"));
        }
    }

    private Settings settings(String url) {
        return settings(Map.of("safeward.catalog.url", url));
    }

    private Settings settings(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put("safeward.home", home.toString());
        return Beans.settings(all);
    }

    private static int number(Connection connection, String sql) throws SQLException {
        return Integer.parseInt(text(connection, sql));
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
