package org.safeward.engine.sqlite.connection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** Where SQLite puts its temporary files on Unix (https://sqlite.org/tempfiles.html, 5). */
final class TemporaryDirectory {
    private TemporaryDirectory() {}

    static Path ofSqlite() {
        return Stream.of(System.getenv("SQLITE_TMPDIR"), System.getenv("TMPDIR"), "/var/tmp", "/usr/tmp", "/tmp")
                .filter(Objects::nonNull)
                .map(Path::of)
                .filter(directory -> Files.isDirectory(directory) && Files.isWritable(directory))
                .findFirst()
                .orElse(Path.of("").toAbsolutePath());
    }
}
