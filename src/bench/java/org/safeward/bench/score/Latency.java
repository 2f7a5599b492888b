package org.safeward.bench.score;

/** How long an application's commits took, in milliseconds. */
public record Latency(double median, double p99) {
    /** Slower than any. */
    public static final Latency NONE = new Latency(Double.MAX_VALUE, Double.MAX_VALUE);

    /** @param line both, separated by a blank */
    public static Latency parse(String line) {
        String[] parts = line.strip().split(" ");
        if (parts.length != 2) {
            throw new IllegalArgumentException("this is no median and 99th percentile: " + line);
        }
        return new Latency(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
    }

    /** The lower of each. */
    public Latency lower(Latency other) {
        return new Latency(Math.min(median, other.median), Math.min(p99, other.p99));
    }
}
