package org.safeward.catalog;

import java.time.Duration;
import java.time.Instant;

/**
 * Moments that were written while the clock was wrong: they lie in the future, and whoever waits for them waits for years. Such a moment counts
 * as now where something has to go on, and proves nothing where something has to be recent.
 *
 * <p>Errs for the length of the tolerance: what a clock wrote that was wrong by less is believed until it is past.
 */
public final class WrongClock {
    /** By how much the clocks of two nodes may differ. */
    public static final Duration TOLERANCE = Duration.ofMinutes(1);

    private WrongClock() {}

    /** Whether a moment that was written as "now" cannot have been that. */
    public static boolean wrote(Instant moment, Instant now) {
        return moment.isAfter(now.plus(TOLERANCE));
    }
}
