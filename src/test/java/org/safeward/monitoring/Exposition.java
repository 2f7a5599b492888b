package org.safeward.monitoring;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a scrape has read: Prometheus' text format 0.0.4, or OpenMetrics 1.0 in what the two have in common. */
public final class Exposition {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (-?[0-9.]+(?:E-?[0-9]+)?|NaN|[+-]Inf)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"(?:,|$)");

    private final Map<String, Double> samples = new TreeMap<>();
    private final Map<String, String> types = new HashMap<>();
    private final Map<String, String> helps = new HashMap<>();
    private final boolean ended;

    /** @throws AssertionError on a line that is none */
    public Exposition(String text) {
        boolean end = false;
        for (String line : text.lines().toList()) {
            Matcher comment = COMMENT.matcher(line);
            if (end) {
                throw new AssertionError("behind the end: " + line);
            } else if (line.equals("# EOF")) {
                end = true;
            } else if (comment.matches()) {
                (comment.group(1).equals("HELP") ? helps : types).put(comment.group(2), comment.group(3));
            } else {
                addSample(line);
            }
        }
        ended = end;
    }

    private void addSample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("no sample: " + line);
        }
        Map<String, String> labels = new TreeMap<>();
        if (sample.group(2) != null) {
            Matcher label = LABEL.matcher(sample.group(2));
            int read = 0;
            while (label.find() && label.start() == read) {
                labels.put(label.group(1), label.group(2));
                read = label.end();
            }
            if (read != sample.group(2).length()) {
                throw new AssertionError("no labels: " + line);
            }
        }
        if (samples.put(sample.group(1) + labels, Double.valueOf(sample.group(3))) != null) {
            throw new AssertionError("twice: " + line);
        }
    }

    /** @param labels as {@code "database=default, kind=backup"}, in alphabetical order */
    public Optional<Double> find(String name, String labels) {
        return Optional.ofNullable(samples.get(name + "{" + labels + "}"));
    }

    public double get(String name, String labels) {
        return find(name, labels).orElseThrow(() -> new AssertionError(name + "{" + labels + "} is not in " + samples));
    }

    Map<String, Double> samples() {
        return samples;
    }

    Map<String, String> types() {
        return types;
    }

    Map<String, String> helps() {
        return helps;
    }

    /** Whether the closing line of OpenMetrics was there. */
    boolean hasEnd() {
        return ended;
    }
}
