package org.safeward.startup;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Keeps what the server itself writes of requests that it cannot read (a broken escape in an address, a host that is none) from washing the log
 * away: strangers can cause a stack trace with each.
 *
 * <p>Only the JDK's own handlers, which no server has but the Payara Micro that {@code server-config/payara-micro} starts for us alone: the
 * logs of other servers belong to whoever runs them.
 */
@ApplicationScoped
class ServerLogs {
    void guard() {
        handlers().forEach(handler -> handler.setFilter(new ThrownFilter(Clock.systemUTC())));
    }

    /** A filter of ours would keep this application in memory when it is no longer there. */
    void release() {
        handlers().forEach(handler -> handler.setFilter(null));
    }

    private static List<Handler> handlers() {
        return Stream.of(Logger.getLogger("").getHandlers())
                .filter(handler ->
                        handler.getClass() == FileHandler.class || handler.getClass() == ConsoleHandler.class)
                .toList();
    }
}
