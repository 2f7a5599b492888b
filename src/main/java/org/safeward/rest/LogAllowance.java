package org.safeward.rest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How much of the log faults of one kind may take: who can cause one can cause a million, and the log has room for some ten thousand stack traces
 * before it forgets what else there was. In each ten minutes the first few are written whole, the next by a line, the rest are counted.
 * Thread-safe.
 */
public final class LogAllowance {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int WHOLE = 5;
    private static final int LINES = 100;
    private static final int MOST_CHARACTERS = 300;

    private final InstantSource clock;
    private Instant until = Instant.MIN;
    private int seen;
    private int before;

    /** What may be written of a fault. */
    public enum Share {
        WHOLE,
        LINE,
        NOTHING
    }

    public LogAllowance(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized Share next() {
        Instant now = clock.instant();
        if (!now.isBefore(until)) {
            before += Math.max(0, seen - LINES);
            seen = 0;
            until = now.plus(WINDOW);
        }
        seen++;
        if (seen > LINES) {
            return Share.NOTHING;
        }
        return seen > WHOLE ? Share.LINE : Share.WHOLE;
    }

    /** How many of earlier windows were not written, told once. */
    public synchronized int leftOut() {
        int result = before;
        before = 0;
        return result;
    }

    /** What stands for a stack trace: the exception and where it came from. */
    public static String line(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        String text = thrown + (frames.length == 0 ? "" : " at " + frames[0]);
        return text.substring(0, Math.min(text.length(), MOST_CHARACTERS)).replaceAll("\\p{Cntrl}", "?");
    }
}
