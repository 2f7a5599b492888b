package org.safeward.bench.score;

import java.io.IOException;
import java.util.Map;

/**
 * One round of one work.
 *
 * @param bytes of the file that it made; 0 if it makes none
 * @param residentMb the most memory that our server had resident meanwhile; null of others' works
 * @param heapMb the most heap that was in use after a garbage collection; null if there was none
 * @param phases seconds of the steps of our job, in their order
 */
public record Sample(double seconds, long bytes, Long residentMb, Long heapMb, Map<String, Double> phases) {
    /** Does it, and takes its time. */
    public static Sample of(Work work) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long bytes = work.run();
        return new Sample((System.nanoTime() - begin) / 1e9, bytes, null, null, Map.of());
    }

    public Sample with(Long resident, Long heap, Map<String, Double> steps) {
        return new Sample(seconds, bytes, resident, heap, steps);
    }
}
