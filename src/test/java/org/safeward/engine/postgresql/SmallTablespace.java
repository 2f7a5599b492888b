package org.safeward.engine.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.safeward.engine.postgresql.sql.TableName;

/** A tablespace on a file system of 40 MB, mounted for a test. Only root can mount. */
final class SmallTablespace implements AutoCloseable {
    private static final String NAME = "small";

    private final PostgresServer server;
    private final Path directory;

    SmallTablespace(PostgresServer server, Path directory) throws IOException {
        this.server = server;
        this.directory = directory;
        Files.createDirectories(directory);
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", directory.toString()) == 0, "may not mount");
        try {
            // The server runs as another user, for whom the way there has to be open.
            for (Path parent = directory;
                    parent.startsWith(System.getProperty("java.io.tmpdir")) && parent.getNameCount() > 1;
                    parent = parent.getParent()) {
                run("chmod", "o+x", parent.toString());
            }
            run("chown", PostgresServer.SUPERUSER, directory.toString());
            server.sql(
                    "postgres", "CREATE TABLESPACE " + NAME + " LOCATION " + TableName.literal(directory.toString()));
        } catch (RuntimeException e) {
            run("umount", directory.toString());
            throw e;
        }
    }

    String name() {
        return NAME;
    }

    @Override
    public void close() throws IOException {
        try {
            server.sql("postgres", "DROP TABLESPACE " + NAME);
        } finally {
            run("umount", directory.toString());
        }
    }

    private static int run(String... command) throws IOException {
        var process = new ProcessBuilder(command).inheritIO().start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        } finally {
            process.destroy();
        }
    }
}
