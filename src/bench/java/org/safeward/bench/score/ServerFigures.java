package org.safeward.bench.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a server's process and its logs say of a work. */
public final class ServerFigures {
    private static final Pattern RESIDENT = Pattern.compile("VmHWM:\\s*(\\d+) kB");
    private static final Pattern AFTER_COLLECTION = Pattern.compile(".*->(\\d+)M\\(.*");
    /** Shorter steps are left out. */
    private static final double SHORTEST_SECONDS = 0.05;

    private ServerFigures() {}

    /** The most memory that was resident since its measure was set back, in MB, or null. @param status of {@code /proc/PID} */
    public static Long resident(Stream<String> status) {
        return status.map(RESIDENT::matcher)
                .filter(Matcher::matches)
                .map(line -> Long.parseLong(line.group(1)) / 1024)
                .findFirst()
                .orElse(null);
    }

    /** The most heap that was in use after a garbage collection, in MB; null if there was none. @param log of {@code -Xlog:gc} */
    public static Long heap(List<String> log) {
        return log.stream()
                .map(AFTER_COLLECTION::matcher)
                .filter(Matcher::matches)
                .map(line -> Long.valueOf(line.group(1)))
                .max(Long::compare)
                .orElse(null);
    }

    /** Seconds of a job's steps, in their order. @param log of the server */
    public static Map<String, Double> phases(Stream<String> log, long job) {
        Pattern step = Pattern.compile(".* job " + job + ": ([a-z]+) took (\\d+) ms");
        Map<String, Double> phases = new LinkedHashMap<>();
        log.map(step::matcher).filter(Matcher::matches).forEach(line -> {
            double seconds = Long.parseLong(line.group(2)) / 1000.0;
            if (seconds >= SHORTEST_SECONDS) {
                phases.merge(line.group(1), seconds, Double::sum);
            }
        });
        return phases;
    }
}
