package org.safeward.takeover;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.safeward.catalog.CatalogDataSource;
import org.safeward.settings.Settings;

/** A connection to the catalog of its own, which sees one moment and keeps nobody from writing. */
final class CatalogReading implements AutoCloseable {
    private static final int ROWS = 500;

    private final Connection connection;

    CatalogReading(Settings settings) throws SQLException {
        connection = new CatalogDataSource(settings).getConnection();
        try (Statement statement = connection.createStatement()) {
            // SQLite's driver would take the writers' lock for a transaction that it begins itself.
            statement.execute(
                    settings.catalog().isSqlite()
                            ? "BEGIN"
                            : "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The caller closes it. */
    Statement statement() throws SQLException {
        Statement statement = connection.createStatement();
        statement.setFetchSize(ROWS);
        return statement;
    }

    @Override
    public void close() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } finally {
            connection.close();
        }
    }
}
