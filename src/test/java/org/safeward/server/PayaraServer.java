package org.safeward.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.safeward.fixture.Trees;

/**
 * Payara Server with the domain that it comes with after {@code server-config/payara-server/install.asadmin}, in a folder of its own.
 */
final class PayaraServer implements ServerKind {
    private static final Path INSTALLATION = Path.of("target/servers/payara6").toAbsolutePath();
    private static final String DOMAIN = "domain1";

    private static final String NAME = "safeward";

    /** For each WAR, the domain that it is deployed in, made once a test process. */
    private static final Map<Path, Path> PREPARED = new HashMap<>();

    private final int port = Ports.free();
    private final int administration = Ports.free();
    private final Path domains = Trees.temporary("payara");

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<String> command(Path home, Path war) throws IOException {
        if (!Files.exists(domain())) {
            Trees.copy(prepared(war), domain());
            confine();
        }
        return command();
    }

    private Path domain() {
        return domains.resolve(DOMAIN);
    }

    private List<String> command() {
        return List.of(
                INSTALLATION.resolve("bin/asadmin").toString(),
                "start-domain",
                "--verbose",
                "--domaindir",
                domains.toString(),
                "--prebootcommandfile",
                domains.resolve("confine.asadmin").toString(),
                DOMAIN);
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
                        config + "hazelcast-config-specific-configuration.enabled=false"));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "JAVA_TOOL_OPTIONS",
                SHORT_LIVED + " -Djava.io.tmpdir=" + Trees.folder(domains.resolve("temporary")),
                // Else the JVM cannot open files whose names are not ASCII.
                "LC_ALL",
                "C.UTF-8",
                // As an operator does whose service manager starts the server again.
                "SAFEWARD_RESTART_ALLOW_EXIT",
                "true");
    }

    /**
     * As an administrator does it: a server that runs, the script, here twice because it promises that this is safe, and the deployment. It does not
     * serve there: the home is not known yet.
     */
    private static synchronized Path prepared(Path war) throws IOException {
        Path known = PREPARED.get(war);
        if (known == null) {
            PayaraServer plain = new PayaraServer();
            Trees.copy(INSTALLATION.resolve("glassfish/domains").resolve(DOMAIN), plain.domain());
            plain.removeMessaging();
            plain.confine();
            plain.prepare(war);
            // Made anew: a server that was started on a copy of it ran out of memory while it resolved its bundles.
            Trees.delete(plain.domain().resolve("osgi-cache"));
            known = Trees.temporary("payara-prepared").resolve(DOMAIN);
            Trees.copy(plain.domain(), known);
            plain.remove();
            PREPARED.put(war, known);
        }
        return known;
    }

    private void prepare(Path war) throws IOException {
        ProcessBuilder start = new ProcessBuilder(command());
        start.environment().putAll(environment());
        String script = Path.of("server-config/payara-server/install.asadmin")
                .toAbsolutePath()
                .toString();
        BriefServer.run(start, domains.resolve("console.log"), "startup time", () -> {
            administer("multimode", "--file", script);
            administer("multimode", "--file", script);
            administer("deploy", "--enabled=false", "--name", NAME, "--contextroot", "/", war.toString());
            administer("stop-domain", "--domaindir", domains.toString(), DOMAIN);
        });
        enable();
    }

    private void administer(String... arguments) {
        Trees.run(new ProcessBuilder(administration(arguments)));
    }

    /** The broker would listen on every address. */
    private void removeMessaging() throws IOException {
        Path file = configuration();
        String disabled = """
            <jms-service type="DISABLED" default-jms-host="none"><jms-host name="none" lazy-init="true"/></jms-service>
            </config>\
            """;
        Files.writeString(file, Files.readString(file).replaceFirst("</config>", disabled));
    }

    private Path configuration() {
        return domain().resolve("config/domain.xml");
    }

    private void enable() throws IOException {
        Path file = configuration();
        String disabled = "<application-ref ref=\"" + NAME + "\" virtual-servers=\"server\" enabled=\"false\">";
        String text = Files.readString(file);
        if (!text.contains(disabled)) {
            throw new IllegalStateException("not deployed as expected: " + file);
        }
        Files.writeString(file, text.replace(disabled, disabled.replace("enabled=\"false\"", "enabled=\"true\"")));
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
        return domain().resolve("logs/server.log");
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
