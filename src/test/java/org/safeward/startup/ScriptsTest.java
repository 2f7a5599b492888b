package org.safeward.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fixture.Waiting;

/** The scripts in {@code bin} say how they are called, and write nothing that only a terminal understands. */
class ScriptsTest {
    @TempDir
    Path folder;

    private record Said(int code, String out, String err) {}

    private Said run(List<String> command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("SAFEWARD_") || name.equals("DATABASE_URL"));
        builder.environment().put("NO_COLOR", "1");
        builder.environment().put("SAFEWARD_HOME", folder.resolve("home").toString());
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        int code = process.waitFor();
        String said = Files.readString(out) + Files.readString(err);
        assertFalse(said.indexOf('\033') >= 0, said);
        return new Said(code, Files.readString(out), Files.readString(err));
    }

    private Said script(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Path.of(name).toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bin/run", "bin/test", "bin/bench", "server-config/payara-micro/start"})
    void helpSaysHowItIsCalledAndWhatItDoes(String name) throws Exception {
        for (String asked : List.of("--help", "-h")) {
            Said said = script(name, asked);
            assertEquals(0, said.code(), said.err());
            assertEquals("", said.err());
            assertTrue(
                    said.out().contains("  " + (name.startsWith("bin") ? name : "start PAYARA-MICRO.jar")), said.out());
            assertTrue(said.out().lines().count() > 5, said.out());
            assertFalse(said.out().contains("set -euo"), said.out());
        }
        assertFalse(Files.exists(folder.resolve("home")), "nothing was begun");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("bin/run", List.of("a.db", "b.db")),
                Arguments.of("bin/run", List.of("--nonsense")),
                Arguments.of("bin/run", List.of("-v")),
                Arguments.of("bin/run", List.of("")),
                Arguments.of("bin/run", List.of("mysql://user:hunter2@host/db")),
                Arguments.of("bin/test", List.of("everything")),
                Arguments.of("bin/test", List.of("all", "quick")),
                Arguments.of("bin/test", List.of("--all")),
                Arguments.of("bin/bench", List.of("oracle")),
                Arguments.of("bin/bench", List.of("--quick", "--nonsense")),
                Arguments.of("server-config/payara-micro/start", List.of()),
                Arguments.of("server-config/payara-micro/start", List.of("one.jar")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void argumentsThatMakeNoSenseAreToldAndNothingIsBegun(String name, List<String> arguments) throws Exception {
        Said said = script(name, arguments.toArray(String[]::new));
        assertEquals(2, said.code(), said.out() + said.err());
        assertEquals("", said.out());
        assertTrue(said.err().contains("  " + name) || said.err().contains("start PAYARA-MICRO.jar"), said.err());
        assertFalse(said.err().contains("hunter2") || said.err().contains("unbound"), said.err());
        assertFalse(Files.exists(folder.resolve("home")), "nothing was begun");
    }

    private List<String> common(String commands) {
        Path project = Path.of("").toAbsolutePath();
        return List.of(
                "bash", "-c", "project='" + project + "' program=test script=test; . bin/common.sh; " + commands);
    }

    /** Even with its colours off it sends resets, which files and pipes keep. */
    @Test
    void mavenWritesNoEscapeCodesOutsideOfATerminal() throws Exception {
        Path pom = Files.writeString(
                folder.resolve("pom.xml"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>a</artifactId>"
                        + "<version>1</version><packaging>pom</packaging></project>");
        assertEquals(
                0, run(common("maven -o -B -ntp -f '" + pom + "' validate")).code());
        // One that fails is told in bold.
        assertFalse(run(common("maven -o -q -f '" + pom + "' nonsense")).code() == 0);
    }

    @Test
    void theConsoleIsKeptSmallAndItsEndIsThere() throws Exception {
        Path console = folder.resolve("console");
        Process writer = new ProcessBuilder(common("keep_small '" + console + "' 100000 0.1 & kept=$!;"
                        + " for ((i = 0; i < 40; i++)); do head -c 20000 /dev/zero; sleep 0.02; done >>'" + console
                        + "';"
                        + " sleep 0.5; echo the end >>'" + console + "'; kill $kept"))
                .redirectErrorStream(true)
                .start();
        writer.getOutputStream().close();
        long[] largest = {0};
        Files.writeString(console, "");
        assertTrue(Waiting.until(Duration.ofSeconds(60), () -> {
            largest[0] = Math.max(largest[0], console.toFile().length());
            return !writer.isAlive();
        }));
        assertTrue(largest[0] > 0 && largest[0] < 800_000, largest[0] + " bytes");
        String end = Files.readString(console, StandardCharsets.ISO_8859_1);
        assertTrue(end.endsWith("the end\n") && end.length() <= 120_000, end.length() + " bytes");
    }
}
