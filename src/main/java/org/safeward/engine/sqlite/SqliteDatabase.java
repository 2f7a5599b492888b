package org.safeward.engine.sqlite;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A SQLite database that Safeward protects.
 *
 * @param name its name in Safeward
 * @param file the live file, or a symbolic link to it; need not exist
 * @param restoreDirectory where restores into a new file go; made when needed
 * @param diskReserve bytes that a restore keeps free on the disks that it writes to; empty for a tenth of what is free, at most 256 MB
 */
public record SqliteDatabase(String name, Path file, Path restoreDirectory, Optional<Long> diskReserve) {
    /** With the reserve that is used when nobody says otherwise. */
    public SqliteDatabase(String name, Path file, Path restoreDirectory) {
        this(name, file, restoreDirectory, Optional.empty());
    }

    public SqliteDatabase {
        file = file.toAbsolutePath().normalize();
        restoreDirectory = restoreDirectory.toAbsolutePath().normalize();
    }
}
