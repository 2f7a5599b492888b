package org.safeward.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down whoever fails again and again: after some free attempts each further one doubles the pause before the next, up to a
 * longest. An attempt counts as failed from its beginning until it is known to have succeeded, so that many at once are no way around.
 *
 * <p>Not promised: that other nodes know, or that it outlives the server. Thread-safe.
 */
final class FailureThrottle {
    private static final int MOST_REMEMBERED = 10_000;

    private final int free;
    private final Duration longest;
    private final Duration memory;
    private final InstantSource clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

    private record Failures(int count, Instant last, Instant next) {}

    /**
     * @param free attempts that cost no pause
     * @param longest pause
     */
    FailureThrottle(int free, Duration longest, InstantSource clock) {
        this.free = free;
        this.longest = longest;
        this.memory = longest.plus(Duration.ofHours(1));
        this.clock = clock;
    }

    /** @return zero when the attempt may be made; else how long to wait, and then nothing was counted */
    synchronized Duration attempt(String who) {
        Instant now = clock.instant();
        Failures before = remembered(who, now);
        if (now.isBefore(before.next())) {
            return Duration.between(now, before.next());
        }
        int count = before.count() + 1;
        failures.put(who, new Failures(count, now, now.plus(pause(count))));
        forgetOldest();
        return Duration.ZERO;
    }

    /** The attempt was right: those before it are forgiven. */
    synchronized void forgive(String who) {
        failures.remove(who);
    }

    /** The attempt was right, but those before it still count: somebody else may have made them. */
    synchronized void takeBack(String who) {
        Failures before = failures.get(who);
        if (before != null && before.count() > 1) {
            failures.put(who, new Failures(before.count() - 1, before.last(), clock.instant()));
        } else {
            failures.remove(who);
        }
    }

    private Failures remembered(String who, Instant now) {
        Failures before = failures.get(who);
        boolean known = before != null && before.last().plus(memory).isAfter(now);
        return known ? before : new Failures(0, now, now);
    }

    private Duration pause(int count) {
        if (count <= free) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << Math.min(count - free - 1, 30));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    private void forgetOldest() {
        if (failures.size() > MOST_REMEMBERED) {
            failures.remove(failures.keySet().iterator().next());
        }
    }
}
