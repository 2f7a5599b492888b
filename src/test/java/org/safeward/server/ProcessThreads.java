package org.safeward.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The threads of a process, as Linux shows them in {@code /proc} (proc(5), {@code /proc/pid/task/tid/stat}). */
final class ProcessThreads {
    private ProcessThreads() {}

    /** Whether a signal has stopped every one of them. */
    static boolean allStopped(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.allMatch(thread -> state(thread) == 'T');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a thread that has just ended: T, as it does nothing any more. */
    private static char state(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
            // The name before it stands in parentheses and may hold some itself.
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            if (Files.notExists(thread)) {
                return 'T';
            }
            throw new UncheckedIOException(e);
        }
    }
}
