package org.safeward.takeover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.safeward.engine.postgresql.PostgresServer;

/** Commands as somebody types them, in one directory, ending at the first that fails. */
public record Shell(Path directory, Map<String, String> environment) {
    /** What was written. */
    public String run(List<String> commands) {
        ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", String.join("\n", commands))
                .directory(directory.toFile())
                .redirectErrorStream(true);
        shell.environment().putAll(environment);
        shell.environment().merge("PATH", PostgresServer.bin().toString(), (path, bin) -> path + ":" + bin);
        try {
            Process process = shell.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join("\n", commands) + "\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
