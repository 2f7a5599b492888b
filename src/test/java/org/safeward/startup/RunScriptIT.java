package org.safeward.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.FileNames;
import org.safeward.fixture.OpenPorts;
import org.safeward.server.AboutPayaraMicro;
import org.safeward.server.Api;

/** {@code bin/run}: says in a sentence why it cannot serve, and ends with a code; serves on one port, and ends in order. */
@AboutPayaraMicro
class RunScriptIT {
    private static final String KEY = "key-of-the-tests-0123456789abcdef";

    @TempDir
    Path folder;

    private int port;

    @BeforeEach
    void nothingToBuild() throws IOException {
        // Maven leaves the WAR's time alone when its content did not change; the script would build it again.
        Files.setLastModifiedTime(Path.of("target/safeward.war"), FileTime.from(Instant.now()));
        port = freePort();
    }

    @Test
    void namesEveryBadSettingAtOnce() throws Exception {
        Map<String, String> more = Map.of(
                "SAFEWARD_MODE", "party",
                "SAFEWARD_JOBS_LEASE", "soon",
                "SAFEWARD_API_KEY", "short");
        try (RunScript run = run("bad", more)) {
            assertEquals(1, run.exitCode());
            String said = String.join("\n", run.complaints());
            for (String setting : List.of("safeward.mode", "safeward.jobs.lease", "safeward.api-key")) {
                assertTrue(said.contains(setting), said);
            }
            assertEquals(List.of(), FileNames.in(folder.resolve("home/tmp")));
        }
    }

    @Test
    void saysWhyTheApplicationCouldNotBeDeployed() throws Exception {
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/catalog.db"), "this is no database".repeat(100));
        try (RunScript run = run("broken", Map.of())) {
            assertEquals(1, run.exitCode());
            String said = String.join("\n", run.complaints());
            assertTrue(said.contains("not a database"), said);
            assertEquals(List.of(), run.children());
        }
    }

    @Test
    void servesOnOnePortUntilInterruptedAndRefusesASecondStart() throws Exception {
        try (RunScript first = run("first", Map.of())) {
            first.awaitOutput("Safeward is ready.");
            long server = serverOf(first);
            assertEquals(List.of("127.0.0.1:" + port), OpenPorts.of(server));

            assertRefused(
                    run(
                            "same-port",
                            Map.of("SAFEWARD_HOME", folder.resolve("other").toString())),
                    "is in use");
            assertRefused(
                    run("same-home", Map.of("SAFEWARD_PORT", String.valueOf(freePort()))),
                    "is in use by another Safeward process");

            assertEquals(200, api().post("backup/create").status());
            assertEquals(1, FileNames.in(folder.resolve("home/tmp")).size(), "folders of runs");
            first.signal("INT");
            // As long as docs/operations.md asks managers to wait.
            assertEquals(143, first.exitCode(Duration.ofSeconds(60)));
            assertEquals(List.of(), first.children());
            assertEquals(List.of(), FileNames.in(folder.resolve("home/tmp")));
        }
    }

    @Test
    void isTerminatedWhileItStarts() throws Exception {
        try (RunScript run = run("early", Map.of())) {
            run.awaitOutput("Starting ...");
            Thread.sleep(2000);
            run.signal("TERM");
            assertEquals(143, run.exitCode(Duration.ofSeconds(60)));
            assertEquals(List.of(), run.children());
        }
    }

    private static void assertRefused(RunScript run, String words) throws Exception {
        try (run) {
            assertEquals(1, run.exitCode());
            List<String> said = run.complaints();
            assertTrue(said.get(0).contains(words), run.output());
            // The other one is where the log lies.
            assertTrue(said.size() <= 2, run.output());
        }
    }

    private static long serverOf(RunScript run) {
        return run.children().stream()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private RunScript run(String name, Map<String, String> more) throws IOException {
        Map<String, String> settings = new TreeMap<>(
                Map.of(
                        "SAFEWARD_HOME",
                        folder.resolve("home").toString(),
                        "SAFEWARD_PORT",
                        String.valueOf(port),
                        "SAFEWARD_API_KEY",
                        KEY,
                        // For seconds, not for hours.
                        "SAFEWARD_JAVA_OPTS",
                        "-XX:TieredStopAtLevel=1 -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote -XX:+UseSerialGC"));
        settings.putAll(more);
        return RunScript.start(folder.resolve(name + ".out"), settings);
    }

    private Api api() {
        return new Api(URI.create("http://127.0.0.1:" + port + "/api/"), KEY);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
