package org.safeward.access.login;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Shares out the hashing of passwords, a tenth of a second of a processor that anybody may ask for: half of the processors hash at a time, a few
 * wait for a moment, and no network has more than three of these places. So whoever asks a thousand times keeps neither the server's threads nor
 * its processors from others; those who share his address may have to try again. Thread-safe.
 */
@ApplicationScoped
class HashingSlots {
    private static final int MOST_OF_A_NETWORK = 3;
    private static final int MOST = 8;
    private static final int SECONDS = 5;

    private final Semaphore hashing =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    /** A right to hash, until it is closed. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws Fault TOO_MANY_ATTEMPTS when there is no place, or none comes free */
    Slot take(String network) {
        enter(network);
        boolean got = false;
        try {
            got = hashing.tryAcquire(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!got) {
                leave(network);
            }
        }
        if (!got) {
            throw new Fault(ErrorCode.TOO_MANY_ATTEMPTS, 1);
        }
        return () -> {
            hashing.release();
            leave(network);
        };
    }

    private synchronized void enter(String network) {
        int of = taken.getOrDefault(network, 0);
        if (of >= MOST_OF_A_NETWORK || all >= MOST) {
            throw new Fault(ErrorCode.TOO_MANY_ATTEMPTS, 1);
        }
        taken.put(network, of + 1);
        all++;
    }

    private synchronized void leave(String network) {
        taken.computeIfPresent(network, (name, of) -> of > 1 ? of - 1 : null);
        all--;
    }
}
