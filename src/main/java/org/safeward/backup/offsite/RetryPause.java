package org.safeward.backup.offsite;

import java.time.Duration;
import java.time.Instant;

/** How long a copy that failed waits: a minute, twice as long each time, six hours at most, and for ever. */
public final class RetryPause {
    static final Duration SHORTEST = Duration.ofMinutes(1);
    public static final Duration LONGEST = Duration.ofHours(6);
    private static final int MOST_DOUBLINGS = 10;

    private RetryPause() {}

    /** @param attempts that have failed, at least one */
    static Duration after(int attempts) {
        int doublings = Math.max(0, Math.min(attempts - 1, MOST_DOUBLINGS));
        return within(SHORTEST.multipliedBy(1L << doublings));
    }

    /** For what was not tried itself while a destination fails: as long as it has failed by now. */
    public static Duration since(Instant failing, Instant now) {
        return within(Duration.between(failing, now));
    }

    /** One that lasts longer than any was begun while the clock was wrong. */
    public static boolean isOver(Instant end, Instant now) {
        return !end.isAfter(now) || end.isAfter(now.plus(LONGEST));
    }

    private static Duration within(Duration pause) {
        if (pause.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
