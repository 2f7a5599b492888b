package org.safeward.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/errors.md tells of every code, with its status. */
class ErrorsPageTest {
    private static final Pattern ROW =
            Pattern.compile("\\| `([A-Z0-9_]+)` \\| (\\d{3}) \\| ([^|]+\\S) \\| ([^|]+\\S) \\|");

    private static final Pattern WARNING =
            Pattern.compile("\\| `([A-Z0-9_]+)` \\| ([^|0-9][^|]+\\S) \\| ([^|]+\\S) \\|");

    @Test
    void namesEveryWarningOnceWithItsMeaningAndRemedy() throws IOException {
        List<String> page = Files.readAllLines(Path.of("docs/errors.md")).stream()
                .map(WARNING::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .sorted()
                .toList();
        assertEquals(Stream.of(WarningCode.values()).map(Enum::name).sorted().toList(), page);
    }

    @Test
    void namesEveryCodeOnceWithItsStatusMeaningAndRemedy() throws IOException {
        List<String> page = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("docs/errors.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                page.add(row.group(1) + " " + row.group(2));
            }
        }
        List<String> codes = Stream.of(ErrorCode.values())
                .map(code -> code + " " + code.httpStatus())
                .toList();
        assertEquals(
                String.join("\n", codes.stream().sorted().toList()),
                String.join("\n", page.stream().sorted().toList()));
    }
}
