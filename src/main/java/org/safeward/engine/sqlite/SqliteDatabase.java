package org.safeward.engine.sqlite;

import java.nio.file.Path;

/**
 * A SQLite database that Safeward protects.
 *
 * @param name its name in Safeward
 * @param file the live file, or a symbolic link to it; need not exist
 * @param restoreDirectory where restores into a new file go; made when needed
 */
public record SqliteDatabase(String name, Path file, Path restoreDirectory) {
    public SqliteDatabase {
        file = file.toAbsolutePath().normalize();
        restoreDirectory = restoreDirectory.toAbsolutePath().normalize();
    }
}
