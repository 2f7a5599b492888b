package org.safeward.engine.postgresql.dump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.safeward.engine.postgresql.sql.PostgresVersion;

/**
 * A pg_dump that is installed here.
 *
 * @param version as it says itself
 */
public record PgDumpProgram(Path path, PostgresVersion version) {

    /**
     * The one to use: of the server's major version, else the lowest above it. An older one refuses the server, so that it is no
     * choice.
     */
    public static Optional<PgDumpProgram> forServer(PostgresVersion server, Optional<Path> toolDirectory) {
        PgDumpProgram lowest = null;
        for (Path directory : ToolDirectories.toSearch(toolDirectory)) {
            var found = Optional.of(directory.resolve("pg_dump"))
                    .filter(Files::isExecutable)
                    .flatMap(PgDumpProgram::ask)
                    .filter(program -> program.version.major() >= server.major());
            if (found.isPresent() && (lowest == null || found.get().version.major() < lowest.version.major())) {
                lowest = found.get();
            }
            // Asking takes a process each, and on Debian the one on the PATH is a slow script.
            if (lowest != null && lowest.version.major() == server.major()) {
                break;
            }
        }
        return Optional.ofNullable(lowest);
    }

    private static Optional<PgDumpProgram> ask(Path path) {
        try {
            var process = new ProcessBuilder(path.toString(), "--version")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                process.getOutputStream().close();
                if (!process.waitFor(5, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    return Optional.empty();
                }
                var said = new String(process.getInputStream().readNBytes(200), StandardCharsets.UTF_8);
                return PostgresVersion.in(said).map(version -> new PgDumpProgram(path, version));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            // What cannot be started is not installed.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
