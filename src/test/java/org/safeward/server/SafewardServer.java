package org.safeward.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Safeward server in a process of its own, started by the same script as {@code bin/run}, so that a test can stop, kill and
 * pause it. It can be started again on the same home, port and settings after it ended.
 *
 * <p>{@link #close} kills the process and all its children, whatever state they are in; the home belongs to the test
 * ({@code @TempDir}). Not thread-safe.
 */
public final class SafewardServer implements AutoCloseable {
    /** The key of every server that was not given another one. */
    public static final String API_KEY = "key-of-the-integration-tests";

    private static final Duration START_LIMIT = Duration.ofSeconds(300);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Pattern START_FAILED =
            Pattern.compile("SAFEWARD-START-FAILED:|Exception (while deploying|while loading|during lifecycle)");

    private final Path home;
    private final int port = freePort();
    private final Map<String, String> settings = new TreeMap<>();
    private final Thread killer = new Thread(this::killTree);
    private Path war = Path.of("target/safeward.war").toAbsolutePath();
    private Process process;

    private SafewardServer(Path home) {
        this.home = home.toAbsolutePath();
        with("safeward.api-key", API_KEY);
        // A build that is stopped closes nothing; its servers must end all the same.
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** A server on this home, not yet started. */
    public static SafewardServer on(Path home) {
        return new SafewardServer(home);
    }

    /** One more setting, by its name in the documentation ({@code safeward.mode}). Takes effect at the next start. */
    public SafewardServer with(String setting, Object value) {
        settings.put(environmentName(setting), value.toString());
        return this;
    }

    /** What the server protects: an SQLite file. */
    public SafewardServer protecting(Path sqliteFile) {
        return with("safeward.database.default.url", "jdbc:sqlite:" + sqliteFile.toAbsolutePath());
    }

    /** Another WAR than the one that was built. */
    public SafewardServer deploying(Path otherWar) {
        war = otherWar.toAbsolutePath();
        return this;
    }

    /** Starts the process and waits until {@code /api/health/started} answers 200. */
    public SafewardServer start() {
        launch();
        await("healthy", START_LIMIT, () -> {
            if (hasEnded() || START_FAILED.matcher(console()).find()) {
                throw new IllegalStateException("the server did not start\n" + log());
            }
            return isHealthy();
        });
        return this;
    }

    /** Starts the process, expects that it says why it cannot serve, kills it and returns those reasons. */
    public List<String> startRefused() {
        launch();
        await("refused", START_LIMIT, () -> {
            if (isHealthy()) {
                throw new IllegalStateException("the server started, although it should not");
            }
            return hasEnded() || console().contains("SAFEWARD-START-FAILED:");
        });
        kill();
        return console()
                .lines()
                .filter(line -> line.contains("SAFEWARD-START-FAILED:"))
                .map(line -> line.replaceFirst(".*SAFEWARD-START-FAILED: *", ""))
                .toList();
    }

    /** Only starts the process. */
    public SafewardServer launch() {
        if (!hasEnded()) {
            throw new IllegalStateException("the server runs already");
        }
        ProcessBuilder builder = new ProcessBuilder(
                Path.of("server-config/payara-micro/start").toAbsolutePath().toString(),
                Path.of("target/payara-micro.jar").toAbsolutePath().toString(),
                war.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("SAFEWARD_") || name.equals("DATABASE_URL"));
        builder.environment().putAll(settings);
        builder.environment().put("SAFEWARD_HOME", home.toString());
        builder.environment().put("SAFEWARD_PORT", String.valueOf(port));
        try {
            Files.createDirectories(home);
            process = builder.redirectErrorStream(true)
                    .redirectOutput(consoleFile().toFile())
                    .start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public Api api() {
        return new Api(URI.create("http://127.0.0.1:" + port + "/api/"), settings.get("SAFEWARD_API_KEY"));
    }

    public Path home() {
        return home;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Ends it in order (SIGTERM) and returns its exit code: 143. */
    public int stop() {
        process.destroy();
        return exitCode();
    }

    /** SIGKILL: nothing in the server gets a chance to tidy up. Its children, {@code pg_dump} for one, are left running. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** SIGSTOP: the process exists, holds its locks and connections, and does nothing. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    public boolean hasEnded() {
        return process == null || !process.isAlive();
    }

    /** Waits for the end, a minute at most. */
    public int exitCode() {
        await("ended", STOP_LIMIT, this::hasEnded);
        return process.exitValue();
    }

    /** The newest log file, then what the last process wrote to its standard output and error. */
    public String log() {
        return read(home.resolve("logs/server.0.log")) + console();
    }

    @Override
    public void close() {
        killTree();
        Runtime.getRuntime().removeShutdownHook(killer);
    }

    private void killTree() {
        if (process == null) {
            return;
        }
        // Asked for before the parent dies: orphans are nobody's descendants.
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        tree.forEach(ProcessHandle::destroyForcibly);
        tree.forEach(handle ->
                handle.onExit().completeOnTimeout(handle, 10, TimeUnit.SECONDS).join());
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("could not send " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean isHealthy() {
        try {
            return api().within(Duration.ofSeconds(5)).get("health/started").status() == 200;
        } catch (UncheckedIOException notListeningYet) {
            return false;
        }
    }

    private void await(String state, Duration limit, BooleanSupplier condition) {
        if (!Waiting.until(limit, condition)) {
            throw new IllegalStateException("the server is not " + state + " after " + limit + "\n" + log());
        }
    }

    private String console() {
        return read(consoleFile());
    }

    private Path consoleFile() {
        return home.resolve("console.log");
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String environmentName(String setting) {
        return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
