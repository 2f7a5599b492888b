package org.safeward.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Payara Micro, started by the same script as {@code bin/run}. */
final class MicroServer implements ServerKind {
    private final int port = Ports.free();

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<String> command(Path home, Path war) {
        return List.of(
                Path.of("server-config/payara-micro/start").toAbsolutePath().toString(),
                Path.of("target/payara-micro.jar").toAbsolutePath().toString(),
                war.toString());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("SAFEWARD_PORT", String.valueOf(port), "SAFEWARD_JAVA_OPTS", SHORT_AND_LEAN);
    }

    @Override
    public List<String> administration(String... arguments) {
        throw new UnsupportedOperationException("Payara Micro has no command line");
    }

    /** The script becomes the server. */
    @Override
    public Optional<ProcessHandle> serving(Stream<ProcessHandle> started) {
        return started.findFirst();
    }

    @Override
    public Path log(Path home) {
        return home.resolve("logs/server.0.log");
    }

    /**
     * HK2 takes its lists of listeners from several threads while Payara boots: seen once in some hundreds of starts, of a WAR without Safeward too.
     * The server then ends itself before it deploys anything.
     */
    @Override
    public Pattern ownFault() {
        return Pattern.compile("InstanceLifecycleListener\\.lifecycleEvent\\(.*because \"listener\" is null");
    }

    @Override
    public Pattern failure() {
        return Pattern.compile("Exception (while deploying|while loading|during lifecycle)");
    }

    /** All of it is in the home. */
    @Override
    public void remove() {}
}
