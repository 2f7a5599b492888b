package org.safeward.startup;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.safeward.fixture.Waiting;

/** One {@code bin/run} in a process of its own. Closing it kills the script and its server. */
final class RunScript implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(240);

    private final Path output;
    private final Process process;

    private RunScript(Path output, Process process) {
        this.output = output;
        this.process = process;
    }

    /** @param settings environment variables, beside none of Safeward's that the test itself was given */
    static RunScript start(Path output, Map<String, String> settings) throws IOException {
        // As from a terminal: tests that run in the background are given an interrupt that is ignored, which no shell
        // can take back.
        ProcessBuilder builder = new ProcessBuilder(
                "env",
                "--default-signal=INT",
                Path.of("bin/run").toAbsolutePath().toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("SAFEWARD_") || name.equals("DATABASE_URL"));
        builder.environment().putAll(settings);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        return new RunScript(output, process);
    }

    void awaitOutput(String words) {
        assertTrue(
                Waiting.until(START_LIMIT, () -> output().contains(words) || !process.isAlive())
                        && output().contains(words),
                this::output);
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines in which the script says why it cannot go on. */
    List<String> complaints() {
        return output().lines().filter(line -> line.startsWith("safeward: ")).toList();
    }

    int exitCode(Duration limit) throws InterruptedException {
        assertTrue(process.waitFor(limit.toSeconds(), TimeUnit.SECONDS), this::output);
        return process.exitValue();
    }

    int exitCode() throws InterruptedException {
        return exitCode(START_LIMIT);
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** The script's children, the server among them. */
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    @Override
    public void close() {
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        tree.forEach(ProcessHandle::destroyForcibly);
        tree.forEach(handle ->
                handle.onExit().completeOnTimeout(handle, 10, TimeUnit.SECONDS).join());
    }
}
