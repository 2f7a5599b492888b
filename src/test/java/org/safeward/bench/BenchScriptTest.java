package org.safeward.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code bin/bench} knows what its help names, and the program behind it measures just that. */
class BenchScriptTest {
    @Test
    void theHelpNamesEveryVerbAndEverySize() throws Exception {
        List<String> named = help().lines()
                .filter(line -> line.startsWith("    "))
                .map(line -> line.strip().split(" ")[0])
                .sorted()
                .collect(Collectors.toList());
        List<String> known = Stream.concat(
                        Verb.NAMES.stream(),
                        Stream.of(Size.values())
                                .filter(size -> size != Size.WHOLE)
                                .map(size -> "--" + size.word()))
                .sorted()
                .toList();
        assertEquals(known, named);
    }

    private static String help() throws IOException {
        Process process =
                new ProcessBuilder(Path.of("bin/bench").toAbsolutePath().toString(), "--help").start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
