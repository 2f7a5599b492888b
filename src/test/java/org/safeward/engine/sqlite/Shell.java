package org.safeward.engine.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The plain sqlite3 shell, as people without Safeward have it. */
public final class Shell {
    private Shell() {}

    /** Loads a script and returns what the shell had to say. */
    public static String load(Path script, Path database) throws IOException, InterruptedException {
        return run(new ProcessBuilder("sqlite3", database.toString()).redirectInput(script.toFile()));
    }

    public static void dump(Path database, Path script) throws IOException, InterruptedException {
        String words = run(new ProcessBuilder("sqlite3", database.toString(), ".dump").redirectOutput(script.toFile()));
        if (!words.isEmpty()) {
            throw new IOException(words);
        }
    }

    /** Runs statements and returns what the shell had to say. */
    public static String run(Path database, String sql) throws IOException, InterruptedException {
        Path script = Files.createTempFile(database.getParent(), "statements", ".sql");
        Files.writeString(script, sql);
        String words = load(script, database);
        Files.delete(script);
        return words;
    }

    private static String run(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(command.redirectOutput() == ProcessBuilder.Redirect.PIPE)
                .start();
        try {
            String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IOException("sqlite3 does not end");
            }
            return words;
        } finally {
            process.destroyForcibly();
        }
    }
}
