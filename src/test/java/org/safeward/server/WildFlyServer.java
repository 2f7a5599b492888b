package org.safeward.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.safeward.fixture.Trees;

/**
 * WildFly's {@code standalone.xml} after {@code server-config/wildfly/install.cli}, in a base directory of its own, with the WAR put into
 * {@code deployments}.
 */
final class WildFlyServer implements ServerKind {
    private static final Path INSTALLATION = Path.of(
                    "target/servers/wildfly-" + System.getProperty("tests.wildfly.version"))
            .toAbsolutePath();

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /** The configuration after the script, which the first process of a run makes for all of them. */
    private static final Path PREPARED = TARGET.resolve("wildfly-configuration");

    private final int port = Ports.free();
    private final int management = Ports.free();
    private final int tls = Ports.free();
    private final Path base = Trees.temporary("wildfly");

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<String> command(Path home, Path war) throws IOException {
        List<String> command = emptied();
        Files.copy(war, deployment());
        return command;
    }

    /** The same with nothing to deploy yet. */
    List<String> emptied() throws IOException {
        if (!Files.exists(configuration())) {
            prepare();
            Trees.copy(PREPARED.resolve("configuration"), configuration());
        }
        Path deployments = deployment().getParent();
        // With the marks of the last start: one of a failure would keep it from being deployed.
        Trees.delete(deployments);
        Files.createDirectories(deployments);
        return command();
    }

    Path configuration() {
        return base.resolve("configuration");
    }

    Path deployment() {
        return base.resolve("deployments/ROOT.war");
    }

    private List<String> command() {
        return List.of(
                INSTALLATION.resolve("bin/standalone.sh").toString(),
                "-Djboss.server.base.dir=" + base,
                "-Djboss.http.port=" + port,
                "-Djboss.https.port=" + tls,
                "-Djboss.management.http.port=" + management);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "PREPEND_JAVA_OPTS",
                SHORT_AND_LEAN + " -Djava.io.tmpdir=" + Trees.folder(base.resolve("temporary")),
                // Else the JVM cannot open files whose names are not ASCII.
                "LC_ALL",
                "C.UTF-8",
                // As an operator does whose service manager starts the server again.
                "SAFEWARD_RESTART_ALLOW_EXIT",
                "true");
    }

    /** As an administrator does it: a server that runs, and the script; twice, because it promises that this is safe. */
    private static synchronized void prepare() throws IOException {
        String run = System.getProperty("tests.run");
        Path madeIn = PREPARED.resolve("run");
        try (FileChannel file = FileChannel.open(
                        TARGET.resolve("wildfly-configuration.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            if (lock.isValid() && Trees.read(madeIn).equals(run)) {
                return;
            }
            Trees.delete(PREPARED);
            WildFlyServer plain = new WildFlyServer();
            Trees.copy(INSTALLATION.resolve("standalone/configuration"), plain.configuration());
            plain.configure();
            Trees.copy(plain.configuration(), PREPARED.resolve("configuration"));
            plain.remove();
            Files.writeString(madeIn, run);
        }
    }

    private void configure() throws IOException {
        ProcessBuilder start = new ProcessBuilder(command());
        start.environment().putAll(environment());
        String script =
                Path.of("server-config/wildfly/install.cli").toAbsolutePath().toString();
        BriefServer.run(start, base.resolve("console.log"), "WFLYSRV0025", () -> {
            Trees.run(new ProcessBuilder(administration("--file=" + script)));
            Trees.run(new ProcessBuilder(administration("--file=" + script)));
            Trees.run(new ProcessBuilder(administration("--command=:shutdown")));
        });
    }

    @Override
    public List<String> administration(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                INSTALLATION.resolve("bin/jboss-cli.sh").toString(),
                "--connect",
                "--timeout=300000",
                "--controller=127.0.0.1:" + management));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A child of the script. */
    @Override
    public Optional<ProcessHandle> serving(Stream<ProcessHandle> started) {
        return started.filter(process -> ServerKind.wasGiven(process, "-D[Standalone]"))
                .findFirst();
    }

    @Override
    public Path log(Path home) {
        return base.resolve("log/server.log");
    }

    /** It has started, but not with everything. */
    @Override
    public Pattern failure() {
        return Pattern.compile("WFLYSRV0026");
    }

    @Override
    public void remove() {
        Trees.delete(base);
    }
}
