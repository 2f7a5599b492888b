package org.safeward.store.remote;

import java.time.Duration;

/**
 * How long a place is waited for.
 *
 * @param connect until a connection stands
 * @param stall without a byte in either direction, then the attempt is given up
 * @param attempts of one call, at least 1; only what the place or the way to it may get over is tried again
 * @param pause before the second attempt; doubles with each further one, up to a minute
 */
public record Limits(Duration connect, Duration stall, int attempts, Duration pause) {
    public static final Limits USUAL =
            new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), 5, Duration.ofSeconds(1));

    public Limits {
        if (attempts < 1 || connect.toMillis() < 1 || stall.toMillis() < 1 || pause.isNegative()) {
            throw new IllegalArgumentException("limits that nothing can keep");
        }
    }
}
