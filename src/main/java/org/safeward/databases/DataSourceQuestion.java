package org.safeward.databases;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Asks a data source where it leads to. Outside of any transaction: the caller's may hold the catalog, and two databases do not go into one
 * transaction.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DataSourceQuestion {
    private static final int FILE = 3;

    /**
     * What it said.
     *
     * @param product the kind of database
     * @param place its JDBC URL, for SQLite its file; that is empty for a database in memory
     */
    public record Answer(String product, String place) {}

    public Answer ask(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            return new Answer(
                    product,
                    product.equals("SQLite")
                            ? file(connection)
                            : connection.getMetaData().getURL());
        }
    }

    /** A URL would name it as somebody wrote it; SQLite knows where it is. */
    private static String file(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet main = statement.executeQuery("PRAGMA database_list")) {
            while (main.next()) {
                if (main.getString(2).equals("main")) {
                    return main.getString(FILE) == null ? "" : main.getString(FILE);
                }
            }
            return "";
        }
    }
}
