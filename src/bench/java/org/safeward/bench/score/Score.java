package org.safeward.bench.score;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The rounds of one work: its best time and that round's phases, its last file, its largest memory.
 *
 * @param rounds the time of each, in their order
 * @param bytes of the file that it made; null if it makes none
 */
public record Score(
        double best, List<Double> rounds, Long bytes, Long residentMb, Long heapMb, Map<String, Double> phases) {

    /** @param samples at least one */
    public static Score of(List<Sample> samples) {
        Sample best = samples.stream()
                .min(Comparator.comparingDouble(Sample::seconds))
                .orElseThrow();
        long bytes = samples.get(samples.size() - 1).bytes();
        return new Score(
                best.seconds(),
                samples.stream().map(Sample::seconds).toList(),
                bytes == 0 ? null : bytes,
                largest(samples, Sample::residentMb),
                largest(samples, Sample::heapMb),
                best.phases());
    }

    /** Of figures that were not timed here, such as latencies. */
    public static Score of(double figure) {
        return new Score(figure, List.of(figure), null, null, null, Map.of());
    }

    private static Long largest(List<Sample> samples, Function<Sample, Long> figure) {
        return samples.stream()
                .map(figure)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .orElse(null);
    }

    /** @param theirs null if nobody else does this */
    public record Pair(Score ours, Score theirs) {}
}
