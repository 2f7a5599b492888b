package org.safeward.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.safeward.fixture.Trees;
import org.safeward.fixture.Waiting;

/**
 * A WildFly that lives as long as the tests of a process, as {@link LastingServer} does: its settings come by {@link Orders}, the WAR by the folder that
 * it watches, with the marks by which it tells how that went.
 */
final class LastingWildFly implements ServerKind {
    private static LastingWildFly only;

    private final WildFlyServer wildFly = new WildFlyServer();
    private final Path folder = Trees.temporary("lasting-wildfly");
    private final Orders orders = new Orders(folder);
    private Process process;
    private int loggedBefore;

    private LastingWildFly() {}

    /** Tests of a process run one after the other, and so do their deployments. */
    static synchronized LastingWildFly only() {
        if (only == null) {
            only = new LastingWildFly();
            Runtime.getRuntime().addShutdownHook(new Thread(only::end));
        }
        return only;
    }

    @Override
    public Process launch(Path home, Path war, Map<String, String> settings) throws IOException {
        if (process == null || !process.isAlive()) {
            process = started();
        }
        loggedBefore = Trees.read(log(home)).length();
        String outcome = orders.give(process, "\t" + orders.settings(home, settings));
        if (outcome.isEmpty()) {
            Files.copy(war, wildFly.deployment());
            outcome = ordered("dodeploy", "deployed");
        }
        if (!outcome.isEmpty()) {
            endWith(outcome);
        }
        return process;
    }

    /** Empty. */
    private Process started() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(wildFly.emptied());
        lookOften();
        ServerKind.forgetSettings(builder);
        builder.environment().putAll(wildFly.environment());
        builder.environment().merge("PREPEND_JAVA_OPTS", orders.agent(), String::concat);
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(CONSOLE).toFile())
                .start();
    }

    /** At the folder: a class would wait for seconds, twice. */
    private void lookOften() throws IOException {
        Path file = wildFly.configuration().resolve("standalone.xml");
        String text = Files.readString(file);
        String often = text.replace("scan-interval=\"5000\"", "scan-interval=\"300\"");
        if (often.equals(text) && !text.contains("scan-interval=\"300\"")) {
            throw new IllegalStateException("not as expected: " + file);
        }
        Files.writeString(file, often);
    }

    /** The WAR with one mark beside it, until the server has put the other one there. */
    private String ordered(String mark, String done) throws IOException {
        Files.writeString(marked(mark), "");
        boolean ended = Waiting.until(
                START_LIMIT, () -> Files.exists(marked(done)) || Files.exists(marked("failed")) || !process.isAlive());
        return Files.exists(marked(done)) ? "" : ended ? "it failed " + Trees.read(marked("failed")) : "no answer";
    }

    private Path marked(String mark) {
        return wildFly.deployment().resolveSibling(wildFly.deployment().getFileName() + "." + mark);
    }

    private void endWith(String outcome) {
        String told = Trees.read(log(folder)) + Trees.read(folder.resolve(CONSOLE));
        kill();
        throw new IllegalStateException(outcome + "\n" + told);
    }

    /** Undeploys; the server stays. */
    @Override
    public void remove() {
        if (process == null || !process.isAlive()) {
            return;
        }
        try {
            if (Files.deleteIfExists(marked("deployed"))
                    && !Waiting.until(START_LIMIT, () -> Files.exists(marked("undeployed")) || !process.isAlive())) {
                endWith("it is not undeployed");
            }
            Files.deleteIfExists(marked("undeployed"));
            Files.deleteIfExists(wildFly.deployment());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kill() {
        // The script waits for its child.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    private void end() {
        if (process != null) {
            kill();
        }
        wildFly.remove();
        Trees.delete(folder);
    }

    @Override
    public boolean lasts() {
        return true;
    }

    @Override
    public int port() {
        return wildFly.port();
    }

    @Override
    public List<String> command(Path home, Path war) {
        throw new UnsupportedOperationException("it has started");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public List<String> administration(String... arguments) {
        return wildFly.administration(arguments);
    }

    @Override
    public Optional<ProcessHandle> serving(Stream<ProcessHandle> started) {
        return wildFly.serving(started);
    }

    @Override
    public Path log(Path home) {
        return wildFly.log(home);
    }

    /** Since it was deployed. */
    @Override
    public String logged(Path home) {
        return Trees.read(log(home)).substring(loggedBefore);
    }

    @Override
    public Pattern failure() {
        return wildFly.failure();
    }
}
