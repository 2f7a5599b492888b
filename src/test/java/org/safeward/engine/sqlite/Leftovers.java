package org.safeward.engine.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What must not be there when a job has ended. */
public final class Leftovers {
    private Leftovers() {}

    /** A thread that has done its work may be seen for a moment more. */
    public static void assertNoThreads() throws InterruptedException {
        for (int tries = 0; tries < 100 && !threads().isEmpty(); tries++) {
            Thread.sleep(20);
        }
        assertEquals(List.of(), threads());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("safeward-"))
                .toList();
    }

    /** Names of files below a directory that hold a text. */
    public static List<String> files(Path directory, String part) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains(part))
                    .sorted()
                    .toList();
        }
    }

    /** Open files of this process below a directory. */
    public static List<String> openFiles(Path directory) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(Leftovers::target)
                    .filter(target -> target.startsWith(directory.toString()))
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // Closed meanwhile, as the one that lists them.
            return "";
        }
    }
}
