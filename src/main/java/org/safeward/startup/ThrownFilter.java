package org.safeward.startup;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.safeward.rest.LogAllowance;

/** Gives each kind of exception in a log, by logger and class, the same allowance; what comes without an exception always passes. */
final class ThrownFilter implements Filter {
    private static final int MOST_KINDS = 1000;

    private final InstantSource clock;
    private final Map<String, LogAllowance> kinds = new ConcurrentHashMap<>();

    ThrownFilter(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes the stack trace away from a record that may have a line. */
    @Override
    public boolean isLoggable(LogRecord record) {
        Throwable thrown = record.getThrown();
        if (thrown == null) {
            return true;
        }
        if (kinds.size() > MOST_KINDS) {
            kinds.clear();
        }
        String kind = record.getLoggerName() + ' ' + thrown.getClass().getName();
        LogAllowance allowance = kinds.computeIfAbsent(kind, made -> new LogAllowance(clock));
        return switch (allowance.next()) {
            case WHOLE -> true;
            case LINE -> {
                record.setMessage(record.getMessage() + ": " + LogAllowance.line(thrown));
                record.setThrown(null);
                yield true;
            }
            case NOTHING -> false;
        };
    }
}
