package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the tests of the console's modules that need no page, in {@code src/test/web}, by Node's own test runner. */
class PureModulesTest {
    private static final Path TESTS = Path.of("src/test/web");

    @TestFactory
    List<DynamicTest> modules() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            List<DynamicTest> tests = files.filter(file -> file.toString().endsWith(".test.mjs"))
                    .sorted()
                    .map(file -> dynamicTest(file.getFileName().toString(), () -> run(file)))
                    .toList();
            assertTrue(tests.size() >= 2, "there are tests");
            return tests;
        }
    }

    private static void run(Path file) throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", "--test", file.toString())
                .redirectErrorStream(true)
                .start();
        node.getOutputStream().close();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(node.waitFor() == 0 && !said.matches("(?s).*# (tests|pass) 0\\b.*"), said);
    }
}
