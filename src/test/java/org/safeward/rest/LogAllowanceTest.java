package org.safeward.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogAllowanceTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final LogAllowance allowance = new LogAllowance(() -> now);

    private Map<LogAllowance.Share, Integer> take(int times) {
        Map<LogAllowance.Share, Integer> shares = new EnumMap<>(LogAllowance.Share.class);
        for (int i = 0; i < times; i++) {
            shares.merge(allowance.next(), 1, Integer::sum);
        }
        return shares;
    }

    @Test
    void aMillionFaultsAreFiveTracesAndSomeLines() {
        assertEquals(
                Map.of(LogAllowance.Share.WHOLE, 5, LogAllowance.Share.LINE, 95, LogAllowance.Share.NOTHING, 999_900),
                take(1_000_000));
        assertEquals(0, allowance.leftOut());
        now = now.plus(Duration.ofMinutes(10));
        assertEquals(Map.of(LogAllowance.Share.WHOLE, 1), take(1));
        assertEquals(999_900, allowance.leftOut());
        assertEquals(0, allowance.leftOut());
    }

    @Test
    void aLineNamesTheExceptionAndItsPlaceAndIsOne() {
        String line = LogAllowance.line(new IllegalStateException("first\nsecond" + "x".repeat(10_000)));
        assertTrue(line.startsWith("java.lang.IllegalStateException: first?second"), line);
        assertTrue(line.length() <= 300, line);
    }
}
