package org.safeward.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.safeward.fixture.ProcessThreads;
import org.safeward.fixture.Trees;
import org.safeward.fixture.Waiting;

/**
 * A Safeward server in a process of its own, started as its users start a server of the chosen {@link ServerKind}, so that a test can
 * stop, kill and pause it. It can be started again on the same home, port and settings after it ended.
 *
 * <p>{@link #close} kills the process and all its children, whatever state they are in; the home belongs to the test
 * ({@code @TempDir}). Not thread-safe.
 */
public final class SafewardServer implements AutoCloseable {
    /** The key of every server that was not given another one. */
    public static final String API_KEY = "key-of-the-integration-tests-0123456789";

    private static final String REFUSED = "SAFEWARD-START-FAILED:";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final Path home;
    private final ServerKind kind;
    private final Map<String, String> settings = new TreeMap<>();
    private final Thread killer = new Thread(this::killTree);
    private Path war = Path.of("target/safeward.war").toAbsolutePath();
    private Process process;

    private SafewardServer(Path home, ServerKind kind) {
        this.home = home.toAbsolutePath();
        this.kind = kind;
        with("safeward.api-key", API_KEY);
        // A drill after each first backup would be one more job for tests of others.
        with("safeward.drill.automatic", false);
        // Tests hold jobs of several databases and go on with others, on machines of any size.
        with("safeward.jobs.max-concurrent", 16);
        // A build that is stopped closes nothing; its servers must end all the same.
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** A server on this home, not yet started. */
    public static SafewardServer on(Path home) {
        return new SafewardServer(home, ServerKind.chosen());
    }

    /**
     * A Safeward on this home, not yet deployed, in a server that other test classes have used, where there is a {@link LastingServer}. To kill or
     * stop it ends that server; the next start, of this or of another one, is that of a new one. One at a time in a process of tests.
     */
    public static SafewardServer deployed(Path home) {
        return new SafewardServer(home, ServerKind.lasting());
    }

    /** One more setting, by its name in the documentation ({@code safeward.mode}). Takes effect at the next start. */
    public SafewardServer with(String setting, Object value) {
        settings.put(setting, value.toString());
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

    /** The WAR that was built, with the faults that tests can ask for: {@link FaultyWar}. */
    public SafewardServer withFaults() {
        return deploying(FaultyWar.file());
    }

    /** Starts the process and waits until {@code /api/health/started} answers 200; a second time where the server itself broke: {@link ServerKind#ownFault}. */
    public SafewardServer start() {
        launch();
        try {
            awaitHealth();
        } catch (IllegalStateException e) {
            if (!kind.ownFault().matcher(log()).find()) {
                throw e;
            }
            kill();
            launch();
            awaitHealth();
        }
        return this;
    }

    /** As a start does, for one that was not started by us. */
    public void awaitHealth() {
        await("healthy", ServerKind.START_LIMIT, () -> {
            if (hasEnded() || hasFailed()) {
                throw new IllegalStateException("the server did not start\n" + log());
            }
            return isHealthy();
        });
    }

    /** Starts the process, expects that it says why it cannot serve, kills it and returns those reasons. */
    public List<String> startRefused() {
        launch();
        await("refused", ServerKind.START_LIMIT, () -> {
            if (isHealthy()) {
                throw new IllegalStateException("the server started, although it should not");
            }
            return hasEnded() || console().contains(REFUSED);
        });
        kill();
        return console()
                .lines()
                .filter(line -> line.contains(REFUSED))
                // Payara Server ends what it logs by a mark.
                .map(line -> line.replaceFirst(".*" + REFUSED + " *", "").replaceFirst("\\|#]$", ""))
                .toList();
    }

    /** Only starts the process. */
    public SafewardServer launch() {
        if (!hasEnded()) {
            throw new IllegalStateException("the server runs already");
        }
        try {
            Files.createDirectories(home);
            process = kind.launch(home, war, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public Api api() {
        return new Api(URI.create("http://127.0.0.1:" + port() + "/api/"), settings.get("safeward.api-key"));
    }

    public Path home() {
        return home;
    }

    public int port() {
        return kind.port();
    }

    /** The one that was started, and all that came of it. */
    public List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /** Of the process that serves. */
    public long pid() {
        return serving().pid();
    }

    /** Ends it in order (SIGTERM) and returns its exit code: 143. */
    public int stop() {
        serving().destroy();
        return exitCode();
    }

    /** SIGKILL: nothing in the server gets a chance to tidy up. Its children, {@code pg_dump} for one, are left running. */
    public void kill() {
        serving().destroyForcibly();
        exitCode();
    }

    /** SIGSTOP: the process exists, holds its locks and connections, and does nothing, from the return of this call on. */
    public void pause() {
        signal("STOP");
        // The signal wakes one thread, which stops the others: on a busy machine they go on serving until it has its
        // turn.
        await("paused", STOP_LIMIT, () -> ProcessThreads.allStopped(pid()));
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
        return kind.logged(home) + console();
    }

    /** What the server's own command line, connected to it, answers: {@code jboss-cli.sh}, {@code asadmin}. */
    public String administer(String... arguments) {
        return Trees.run(new ProcessBuilder(administration(arguments)));
    }

    /** The command that {@link #administer} runs. */
    public List<String> administration(String... arguments) {
        return kind.administration(arguments);
    }

    @Override
    public void close() {
        killTree();
        Runtime.getRuntime().removeShutdownHook(killer);
        kind.remove();
        process = null;
    }

    private void killTree() {
        if (process == null || kind.lasts()) {
            return;
        }
        // Asked for before the parent dies: orphans are nobody's descendants.
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        tree.forEach(ProcessHandle::destroyForcibly);
        tree.forEach(handle ->
                handle.onExit().completeOnTimeout(handle, 10, TimeUnit.SECONDS).join());
    }

    /** Waits for it where a script has to start it first. */
    private ProcessHandle serving() {
        await("a process", STOP_LIMIT, () -> hasEnded() || among().isPresent());
        return among().orElseGet(process::toHandle);
    }

    private Optional<ProcessHandle> among() {
        return kind.serving(processes().stream());
    }

    private boolean hasFailed() {
        return console().contains(REFUSED) || kind.failure().matcher(console()).find();
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
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
        return Trees.read(consoleFile());
    }

    private Path consoleFile() {
        return home.resolve(ServerKind.CONSOLE);
    }
}
