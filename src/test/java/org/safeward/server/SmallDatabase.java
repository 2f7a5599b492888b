package org.safeward.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A live SQLite database that is backed up in a moment, for tests that are about something else than its content. */
public record SmallDatabase(Path file) {
    /** Makes it, with the table {@code note} and one row. */
    public static SmallDatabase create(Path file) {
        SmallDatabase database = new SmallDatabase(file);
        database.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)");
        database.execute("INSERT INTO note (text) VALUES ('first')");
        return database;
    }

    public void execute(String sql) {
        try (Connection live = open();
                Statement statement = live.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** All notes in order, separated by commas. */
    public String notes() {
        try (Connection live = open();
                Statement statement = live.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT group_concat(text) FROM (SELECT text FROM note ORDER BY id)")) {
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
}
