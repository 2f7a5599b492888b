package org.safeward.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** What strangers can make the server write stays small beside what the log holds; what is new is always seen. */
class ThrownFilterTest {
    private final ThrownFilter filter = new ThrownFilter(Clock.systemUTC());

    private int written(String logger, Throwable thrown, int times) {
        int bytes = 0;
        for (int i = 0; i < times; i++) {
            LogRecord record = new LogRecord(Level.SEVERE, "something failed");
            record.setLoggerName(logger);
            record.setThrown(thrown);
            bytes += filter.isLoggable(record)
                    ? new SimpleFormatter().format(record).length()
                    : 0;
        }
        return bytes;
    }

    @Test
    void aFloodOfTracesBecomesAFewAndLines() {
        int one = written("other", new IllegalArgumentException("%zz"), 1);
        int flood = written("server", new IllegalArgumentException("%zz"), 100_000);
        assertTrue(flood < 5 * one + 100 * 500, flood + " " + one);
        assertEquals(0, written("server", new IllegalArgumentException("%zz"), 1));
        assertTrue(written("server", new IllegalStateException(), 1) > 0, "another exception");
        assertTrue(written("another", new IllegalArgumentException(), 1) > 0, "another logger");
    }

    @Test
    void whatHasNoExceptionAlwaysPasses() {
        assertTrue(written("server", null, 10_000) >= 10_000 * "something failed".length());
    }
}
