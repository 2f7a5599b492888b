package org.safeward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder that nobody can look over, and a class that is more than one thought, are to be parted before they grow on. */
class SizesTest {
    private static final int MOST_FILES = 25;
    private static final int MOST_LINES = 250;

    @ParameterizedTest
    @ValueSource(strings = {"src/main", "src/test", "src/bench", "bin"})
    void noFolderHasMoreFilesThanOneCanLookOver(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            assertEquals(
                    List.of(),
                    all.filter(Files::isDirectory)
                            .filter(folder -> files(folder) > MOST_FILES)
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "src/main/webapp/web", "src/bench/java"})
    void noClassAndNoModuleIsLongerThanOneThought(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            assertEquals(
                    List.of(),
                    all.filter(file -> file.toString().matches(".*\\.(java|js)"))
                            .filter(file -> lines(file) > MOST_LINES)
                            .toList());
        }
    }

    private static long files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
