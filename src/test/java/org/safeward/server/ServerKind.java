package org.safeward.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.safeward.fixture.Trees;

/**
 * One server of a kind that Safeward runs on, as its users start it: {@code -Dtests.server} says which kind, Payara Micro when it says
 * nothing. What it needs besides Safeward's home is its own, and is the same at each start.
 */
interface ServerKind {
    /**
     * Options of the JVM: a server that lives for a minute has nothing of a compiler that pays off in an hour, nor of proving again, at each start,
     * the bytecode that compilers wrote.
     */
    String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote";

    /**
     * The same, and of the collector; where the server's own configuration names none. It does not collect all because classes were loaded, or
     * because the server asks for it at each deployment.
     */
    String SHORT_AND_LEAN = SHORT_LIVED + " -XX:+UseSerialGC -XX:MetaspaceSize=300m -XX:+DisableExplicitGC";

    /** {@code payara-micro}, {@code wildfly} or {@code payara-server}. */
    String CHOSEN = System.getProperty("tests.server", "payara-micro");

    /** In the home: what the process writes to its standard output and error. */
    String CONSOLE = "console.log";

    Duration START_LIMIT = Duration.ofMinutes(5);

    static ServerKind chosen() {
        return switch (CHOSEN) {
            case "payara-micro" -> new MicroServer();
            case "wildfly" -> new WildFlyServer();
            case "payara-server" -> new PayaraServer();
            default -> throw new IllegalStateException("no such kind of server: " + CHOSEN);
        };
    }

    /** For tests that may share it: one that other tests have used, where there is such a kind. */
    static ServerKind lasting() {
        return switch (CHOSEN) {
            case "payara-micro" -> LastingServer.only();
            case "wildfly" -> LastingWildFly.only();
            default -> chosen();
        };
    }

    /** Whether the process goes on when a test is done with it. */
    default boolean lasts() {
        return false;
    }

    /**
     * Starts the process that serves, or will serve.
     *
     * @param settings of Safeward, by their names in the documentation
     */
    default Process launch(Path home, Path war, Map<String, String> settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(home, war));
        forgetSettings(builder);
        builder.environment().putAll(environment());
        settings.forEach((name, value) ->
                builder.environment().put(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value));
        builder.environment().put("SAFEWARD_HOME", home.toString());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(home.resolve(CONSOLE).toFile())
                .start();
        process.getOutputStream().close();
        return process;
    }

    /** Those of whoever runs the tests. */
    static void forgetSettings(ProcessBuilder builder) {
        builder.environment().keySet().removeIf(name -> name.startsWith("SAFEWARD_") || name.equals("DATABASE_URL"));
    }

    /** The port of the application, on loopback. */
    int port();

    /** The command that runs the server in the foreground with the application at the context root. Called for each start. */
    List<String> command(Path home, Path war) throws IOException;

    /** What the command needs in its environment besides Safeward's settings. */
    Map<String, String> environment();

    /** The command of the server's own command line, connected to it, with these arguments. Payara Micro has none. */
    List<String> administration(String... arguments);

    /** Among the processes that the command has started, itself the first, the one that serves. */
    Optional<ProcessHandle> serving(Stream<ProcessHandle> started);

    /** Whether the process was started with this argument; Java's own answer ends after a page. */
    static boolean wasGiven(ProcessHandle process, String argument) {
        try {
            return List.of(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
                            .split("\0"))
                    .contains(argument);
        } catch (IOException e) {
            // It has just ended.
            return false;
        }
    }

    /** Its log file. */
    Path log(Path home);

    /** What is in its log file of this application. */
    default String logged(Path home) {
        return Trees.read(log(home));
    }

    /** What it writes when the application could not be deployed. */
    Pattern failure();

    /** What it writes when it broke by itself before it had deployed anything: such a start says nothing of us, and is made once more. */
    default Pattern ownFault() {
        return Pattern.compile("(?!)");
    }

    /** Removes what it needed besides the home. Nothing of it runs any more. */
    void remove();
}
