package org.safeward.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.safeward.engine.sqlite.Databases;

/**
 * The application whose database is protected: it moves money between two tables, so that their total tells whether what one sees
 * is one moment. Each database is of a year, so that an old state can be told from a new one.
 */
public final class Bank {
    public static final long TOTAL = 1_000_000;

    private Bank() {}

    /** Makes the database anew, whatever was there. */
    public static void open(Path file, int year, String journalMode) {
        remove(file);
        execute(
                file,
                "PRAGMA journal_mode=" + journalMode,
                "CREATE TABLE cash(year INTEGER, amount INTEGER)",
                "CREATE TABLE ledger(id INTEGER PRIMARY KEY, line TEXT)",
                "CREATE TABLE vault(year INTEGER, amount INTEGER)",
                "INSERT INTO cash VALUES (" + year + ", " + TOTAL + ")",
                "INSERT INTO vault VALUES (" + year + ", 0)",
                "INSERT INTO ledger(line) VALUES ('opened'), ('it''s open')");
    }

    public static void open(Path file, int year) {
        open(file, year, "DELETE");
    }

    /** The file and what SQLite has put beside it. */
    public static void remove(Path file) {
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            try {
                Files.deleteIfExists(Path.of(file + suffix));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static void execute(Path file, String... statements) {
        try (Connection connection = Databases.open(file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In a transaction that the caller's connection has begun. */
    public static void transfer(Statement statement) throws SQLException {
        statement.execute("UPDATE cash SET amount = amount - 1");
        statement.execute("UPDATE vault SET amount = amount + 1");
        statement.execute("INSERT INTO ledger(line) VALUES ('moved')");
    }

    /** The year, proven to be that of one moment: both tables have it, and together they hold the total. */
    public static int year(Path file) {
        try (Connection connection = Databases.open(file)) {
            return year(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #year(Path)}, with several statements in one read transaction of this connection. */
    public static int year(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            long cashYear = number(statement, "SELECT year FROM cash");
            long amount = number(statement, "SELECT amount FROM cash") + number(statement, "SELECT amount FROM vault");
            long vaultYear = number(statement, "SELECT year FROM vault");
            if (cashYear != vaultYear || amount != TOTAL) {
                throw new IllegalStateException("a mix: " + cashYear + ", " + vaultYear + ", " + amount);
            }
            return (int) cashYear;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
