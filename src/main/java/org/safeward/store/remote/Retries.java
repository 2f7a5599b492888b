package org.safeward.store.remote;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Tries again what the place or the way to it may get over: DESTINATION_UNREACHABLE, and nothing else. What is tried has to be such
 * that a second time does no harm when the first one had its effect and only the answer was lost.
 */
public final class Retries {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Limits limits;

    public Retries(Limits limits) {
        this.limits = limits;
    }

    /** One attempt. */
    @FunctionalInterface
    public interface Attempt<T> {
        T run() throws IOException;
    }

    /** @throws Fault the last one, when all attempts failed */
    public <T> T run(Attempt<T> attempt) throws IOException {
        for (int number = 1; ; number++) {
            try {
                return attempt.run();
            } catch (Fault e) {
                if (e.code() != ErrorCode.DESTINATION_UNREACHABLE || number >= limits.attempts()) {
                    throw e;
                }
                pause(number);
            }
        }
    }

    /** With up to a half more by chance, so that many who were refused together do not come back together. */
    private void pause(int number) throws InterruptedIOException {
        long doubled = limits.pause().toMillis() << Math.min(number - 1, 16);
        long millis = Math.min(doubled, LONGEST_PAUSE.toMillis());
        try {
            Thread.sleep(millis + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between two attempts");
        }
    }
}
