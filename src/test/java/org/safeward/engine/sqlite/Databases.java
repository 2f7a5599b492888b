package org.safeward.engine.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Connections as an application would open them. */
public final class Databases {
    private Databases() {}

    /** By URI: the driver cuts a plain name at its first question mark. */
    public static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:sqlite:" + file.toUri().toString().replace("file:///", "file:/"));
    }
}
