package org.safeward.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureThrottleTest {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final FailureThrottle brake = new FailureThrottle(3, LONGEST, () -> now);

    @Test
    void letsTheFirstFailuresPass() {
        for (int i = 0; i < 3; i++) {
            assertEquals(Duration.ZERO, brake.attempt("ada"));
        }
    }

    @Test
    void doublesThePauseUpToTheLongest() {
        letsTheFirstFailuresPass();
        for (long seconds : new long[] {1, 2, 4, 8, 10, 10}) {
            assertEquals(Duration.ZERO, brake.attempt("ada"));
            assertEquals(Duration.ofSeconds(seconds), brake.attempt("ada"));
            now = now.plusSeconds(seconds);
        }
    }

    @Test
    void countsNothingWhileItRefuses() {
        letsTheFirstFailuresPass();
        brake.attempt("ada");
        for (int i = 0; i < 100; i++) {
            assertEquals(Duration.ofSeconds(1), brake.attempt("ada"));
        }
    }

    @Test
    void keepsEachApart() {
        letsTheFirstFailuresPass();
        brake.attempt("ada");
        assertEquals(Duration.ZERO, brake.attempt("bob"));
    }

    @Test
    void forgetsAfterASuccess() {
        letsTheFirstFailuresPass();
        brake.attempt("ada");
        brake.forgive("ada");
        letsTheFirstFailuresPass();
    }

    @Test
    void aSuccessOfOneDoesNotForgiveTheFailuresOfOthersAtTheSameAddress() {
        letsTheFirstFailuresPass();
        assertEquals(Duration.ZERO, brake.attempt("10.0.0.1"));
        brake.takeBack("10.0.0.1");
        for (int i = 0; i < 3; i++) {
            brake.attempt("10.0.0.2");
        }
        brake.attempt("10.0.0.2");
        now = now.plusSeconds(1);
        assertEquals(Duration.ZERO, brake.attempt("10.0.0.2"));
        brake.takeBack("10.0.0.2");
        assertEquals(Duration.ZERO, brake.attempt("10.0.0.2"));
        assertEquals(Duration.ofSeconds(2), brake.attempt("10.0.0.2"));
    }

    @Test
    void forgetsAfterAWhile() {
        letsTheFirstFailuresPass();
        brake.attempt("ada");
        now = now.plus(Duration.ofHours(2));
        letsTheFirstFailuresPass();
    }

    @Test
    void whoeverHasAnIpv6AddressHasAllOfItsNetwork() {
        assertEquals(LoginThrottle.network("2001:db8:1:2::1"), LoginThrottle.network("2001:db8:1:2:3:4:5:6"));
        assertEquals("10.0.0.1", LoginThrottle.network("10.0.0.1"));
    }
}
