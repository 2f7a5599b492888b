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
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.safeward.fixture.Trees;
import org.safeward.fixture.Waiting;

/**
 * A Payara Micro that lives as long as the tests of a process, and to which each test class that may share it deploys Safeward anew: that takes a
 * third of the processor time of a start.
 *
 * <p>A deployment or its end that fails, or takes too long, ends the server, as a test does that kills or stops it; whoever starts the next time gets
 * a new one.
 */
final class LastingServer implements ServerKind {
    private static final Pattern READY = Pattern.compile("Payara Micro .* ready in");

    private static LastingServer only;

    private final MicroServer micro = new MicroServer();
    private final Path folder = Trees.temporary("lasting-server");
    private final Orders orders = new Orders(folder);
    private Process process;
    private int loggedBefore;

    private LastingServer() {}

    /** Tests of a process run one after the other, and so do their deployments. */
    static synchronized LastingServer only() {
        if (only == null) {
            only = new LastingServer();
            Runtime.getRuntime().addShutdownHook(new Thread(only::end));
        }
        return only;
    }

    @Override
    public Process launch(Path home, Path war, Map<String, String> settings) throws IOException {
        if (process == null || !process.isAlive()) {
            process = started();
            if (!process.isAlive() && micro.ownFault().matcher(told()).find()) {
                process = started();
            }
        }
        loggedBefore = Trees.read(log(home)).length();
        order("\t" + orders.settings(home, settings) + "\t" + war);
        return process;
    }

    /** With an application that does nothing, since the script wants one. */
    private Process started() throws IOException {
        Trees.delete(folder.resolve("logs"));
        // What one that was killed had unpacked.
        Trees.delete(folder.resolve("tmp"));
        // What is read of the home when the server starts is not any deployment's.
        Path scripts = folder.resolve("scripts");
        Trees.delete(scripts);
        Trees.copy(Path.of("server-config/payara-micro"), scripts);
        Path preBoot = scripts.resolve("pre-boot.asadmin");
        Files.writeString(preBoot, Files.readString(preBoot).replace("${safeward.home}", folder.toString()));
        Path nothing = folder.resolve("empty.war");
        ShrinkWrap.create(WebArchive.class)
                .add(new StringAsset(""), "nothing.txt")
                .as(ZipExporter.class)
                .exportTo(nothing.toFile(), true);
        List<String> command = List.of(
                scripts.resolve("start").toString(),
                micro.command(folder, nothing).get(1),
                nothing.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        ServerKind.forgetSettings(builder);
        builder.environment().putAll(micro.environment());
        builder.environment().put("SAFEWARD_JAVA_OPTS", SHORT_AND_LEAN + orders.agent());
        builder.environment().put("SAFEWARD_HOME", folder.toString());
        Process launched = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(CONSOLE).toFile())
                .start();
        if (!Waiting.until(
                START_LIMIT, () -> !launched.isAlive() || READY.matcher(told()).find())) {
            launched.destroyForcibly();
        }
        return launched;
    }

    private String told() {
        return Trees.read(log(folder)) + Trees.read(folder.resolve(CONSOLE));
    }

    private void order(String what) throws IOException {
        String outcome = orders.give(process, what);
        if (!outcome.isEmpty()) {
            process.destroyForcibly().onExit().join();
            throw new IllegalStateException(outcome + "\n" + told());
        }
    }

    /** Undeploys; the server stays. */
    @Override
    public void remove() {
        if (process == null || !process.isAlive()) {
            return;
        }
        try {
            order("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        Trees.delete(folder);
    }

    @Override
    public boolean lasts() {
        return true;
    }

    @Override
    public int port() {
        return micro.port();
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
        return micro.administration(arguments);
    }

    @Override
    public Optional<ProcessHandle> serving(Stream<ProcessHandle> started) {
        return micro.serving(started);
    }

    @Override
    public Path log(Path home) {
        return micro.log(folder);
    }

    /** Since it was deployed; the file begins anew every ten megabytes. */
    @Override
    public String logged(Path home) {
        String all = Trees.read(log(home));
        return all.length() < loggedBefore ? all : all.substring(loggedBefore);
    }

    @Override
    public Pattern failure() {
        return micro.failure();
    }
}
