package org.safeward.engine.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The password for a child process, in a file that only we can read (PostgreSQL, "The Password File"): arguments and
 * environment of a process can be seen by others. Closing it removes it.
 */
final class PassFile implements AutoCloseable {
    private final Path directory;
    private final Path file;

    PassFile(PostgresAddress address) throws IOException {
        directory = Files.createTempDirectory(
                "safeward-pass-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        file = directory.resolve("pass");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "*:*:*:*:" + address.password().replaceAll("([\\\\:])", "\\\\$1") + "\n");
    }

    Path path() {
        return file;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(directory);
    }
}
