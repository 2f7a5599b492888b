package org.safeward.schedule.cron;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One field of a cron expression.
 *
 * @param text as it was written
 * @param values a bit for each value that matches; Sunday is bit 0
 */
record CronField(String text, long values) {
    static final int NONE = -1;

    boolean has(int value) {
        return (values >>> value & 1) == 1;
    }

    /** The first value at or after the given one, or {@link #NONE}. */
    int from(int value) {
        // A shift by 64 would be a shift by 0; no caller goes past 60.
        long rest = values >>> value;
        return rest == 0 ? NONE : value + Long.numberOfTrailingZeros(rest);
    }

    /** What cron goes by in its rule for the two day fields and at clock changes: also true for {@code *}{@code /2}. */
    boolean startsWithStar() {
        return text.startsWith("*");
    }

    List<Integer> all() {
        return IntStream.range(0, Long.SIZE).filter(this::has).boxed().toList();
    }
}
