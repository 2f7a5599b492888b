package org.safeward.bench.score;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the figures come from.
 *
 * @param load averages of the last 1, 5 and 15 minutes, at the end of the run
 * @param disk the type of its file system
 * @param programs the peers, with their versions
 */
public record Machine(
        int processors,
        String processor,
        long memoryMb,
        String disk,
        String kernel,
        String java,
        List<String> programs,
        String load) {
    /** @param place a folder on the disk that is measured */
    public static Machine here(Path place, List<String> programs) throws IOException {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                value("/proc/cpuinfo", "model name"),
                Long.parseLong(value("/proc/meminfo", "MemTotal").replace(" kB", "")) / 1024,
                Files.getFileStore(place).type(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.version"),
                programs,
                String.join(
                        " ",
                        List.of(Files.readString(Path.of("/proc/loadavg")).split(" "))
                                .subList(0, 3)));
    }

    /** In one line, but for what the first one of a report says already. */
    String described() {
        return String.join(
                ", ",
                Stream.concat(
                                Stream.of(processor, memoryMb + " MB of memory", disk, kernel, "Java " + java),
                                programs.stream())
                        .toList());
    }

    private static String value(String file, String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
