package org.safeward.engine.postgresql.dump;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The password for a child process, in a file that only we can read (PostgreSQL, "The Password File"): arguments and
 * environment of a process can be seen by others. Closing it removes it; what a killed process leaves lies where nobody else looks and nobody
 * else tidies up.
 */
final class PassFile implements AutoCloseable {
    private final Path directory;
    private final Path file;

    /** @param home where it may lie; made when it is not there. Empty for the system's temporary directory */
    PassFile(String password, Optional<Path> home) throws IOException {
        FileAttribute<?> closed = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        directory = home.isPresent()
                ? Files.createTempDirectory(Files.createDirectories(home.get(), closed), "", closed)
                : Files.createTempDirectory("safeward-pass-", closed);
        file = directory.resolve("pass");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "*:*:*:*:" + password.replaceAll("([\\\\:])", "\\\\$1") + "\n");
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
