package org.safeward.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Payara Server with the domain that it comes with after {@code server-config/payara-server/install.asadmin}, in a folder of its own. The WAR
 * is deployed at each start that does not find it deployed.
 */
final class PayaraServer implements ServerKind {
    private static final Path INSTALLATION = Path.of("target/servers/payara6").toAbsolutePath();
    private static final String DOMAIN = "domain1";

    /** The domain after the script, made once a test process. */
    private static Path prepared;

    private final int port = Ports.free();
    private final int administration = Ports.free();
    private final Path domains = Trees.temporary("payara");

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<String> command(Path home, Path war) throws IOException {
        Path domain = domains.resolve(DOMAIN);
        if (!Files.exists(domain)) {
            Trees.copy(prepared(), domain);
            confine();
        }
        Path deployment = domains.resolve("deploy.asadmin");
        boolean there = Trees.read(domain.resolve("config/domain.xml")).contains("<application-ref ref=\"safeward\"");
        Files.writeString(deployment, there ? "" : "deploy --name safeward --contextroot / " + war + "\n");
        return command("--postbootcommandfile", deployment.toString());
    }

    private List<String> command(String... more) {
        List<String> command = new ArrayList<>(List.of(
                INSTALLATION.resolve("bin/asadmin").toString(),
                "start-domain",
                "--verbose",
                "--domaindir",
                domains.toString(),
                "--prebootcommandfile",
                domains.resolve("confine.asadmin").toString()));
        command.addAll(Arrays.asList(more));
        command.add(DOMAIN);
        return command;
    }

    /** To loopback, to ports that no other server of the tests has, and to what Safeward needs of it. */
    private void confine() throws IOException {
        String config = "set configs.config.server-config.";
        String listener = config + "network-config.network-listeners.network-listener.";
        Files.write(
                domains.resolve("confine.asadmin"),
                List.of(
                        listener + "http-listener-1.port=" + port,
                        listener + "http-listener-1.address=127.0.0.1",
                        listener + "http-listener-2.enabled=false",
                        listener + "admin-listener.port=" + administration,
                        listener + "admin-listener.address=127.0.0.1",
                        config + "iiop-service.iiop-listener.orb-listener-1.port=" + Ports.free(),
                        config + "iiop-service.iiop-listener.orb-listener-1.address=127.0.0.1",
                        config + "iiop-service.iiop-listener.SSL.enabled=false",
                        config + "iiop-service.iiop-listener.SSL_MUTUALAUTH.enabled=false",
                        config + "admin-service.jmx-connector.system.enabled=false",
                        config + "jms-service.type=DISABLED",
                        config + "hazelcast-config-specific-configuration.enabled=false"));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Djava.io.tmpdir=" + Trees.folder(domains.resolve("temporary")),
                // Else the JVM cannot open files whose names are not ASCII.
                "LC_ALL",
                "C.UTF-8",
                // As an operator does whose service manager starts the server again.
                "SAFEWARD_RESTART_ALLOW_EXIT",
                "true");
    }

    /** As an administrator does it: a server that runs, and the script; twice, because it promises that this is safe. */
    private static synchronized Path prepared() throws IOException {
        if (prepared == null) {
            Path folder = Trees.temporary("payara-domain").resolve(DOMAIN);
            PayaraServer plain = new PayaraServer();
            Trees.copy(INSTALLATION.resolve("glassfish/domains").resolve(DOMAIN), plain.domains.resolve(DOMAIN));
            plain.confine();
            plain.configure();
            Trees.copy(plain.domains.resolve(DOMAIN), folder);
            plain.remove();
            prepared = folder;
        }
        return prepared;
    }

    private void configure() throws IOException {
        Path console = domains.resolve("console.log");
        ProcessBuilder start = new ProcessBuilder(command());
        start.environment().putAll(environment());
        Process server =
                start.redirectErrorStream(true).redirectOutput(console.toFile()).start();
        try {
            String script = Path.of("server-config/payara-server/install.asadmin")
                    .toAbsolutePath()
                    .toString();
            Waiting.until(START_LIMIT, () -> Trees.read(console).contains("startup time"));
            Trees.run(new ProcessBuilder(administration("multimode", "--file", script)));
            Trees.run(new ProcessBuilder(administration("multimode", "--file", script)));
            // The text of a line ends with it, as on the other servers.
            Trees.run(new ProcessBuilder(administration(
                    "set-log-attributes",
                    "java.util.logging.ConsoleHandler.formatter=java.util.logging.SimpleFormatter")));
            Trees.run(new ProcessBuilder(administration("stop-domain", "--domaindir", domains.toString(), DOMAIN)));
            server.waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
        }
    }

    @Override
    public List<String> administration(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(INSTALLATION.resolve("bin/asadmin").toString(), "--port", String.valueOf(administration)));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A child of asadmin, which is a Java program too. */
    @Override
    public Optional<ProcessHandle> serving(Stream<ProcessHandle> started) {
        return started.filter(process -> ServerKind.wasGiven(process, "com.sun.enterprise.glassfish.bootstrap.ASMain"))
                .findFirst();
    }

    @Override
    public Path log(Path home) {
        return domains.resolve(DOMAIN).resolve("logs/server.log");
    }

    @Override
    public Pattern failure() {
        return Pattern.compile("Exception (while deploying|while loading|during lifecycle)");
    }

    @Override
    public void remove() {
        Trees.delete(domains);
    }
}
