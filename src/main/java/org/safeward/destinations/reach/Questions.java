package org.safeward.destinations.reach;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import org.safeward.archive.parallel.NamedThreads;

/**
 * Questions to places, each on a thread of its own and only once at a time: who asks while the same question is open, waits for the same answer.
 * The threads are none of the server's, which would miss them if they hung for good. Safe for use by several threads.
 *
 * @param <T> what the answers are
 */
final class Questions<T> {
    private final ThreadFactory threads;
    private final Map<String, FutureTask<T>> open = new HashMap<>();

    Questions(String name) {
        this.threads = NamedThreads.inBackground(name);
    }

    /**
     * @param subject by which the question is known
     * @return the answer to come; already cancelled when that of an earlier one was, whose thread has not come back since
     */
    synchronized FutureTask<T> ask(String subject, Callable<T> question) {
        FutureTask<T> asked = open.get(subject);
        if (asked == null || asked.isDone() && !asked.isCancelled()) {
            asked = new FutureTask<>(question);
            open.put(subject, asked);
            threads.newThread(ended(subject, asked)).start();
        }
        return asked;
    }

    private Runnable ended(String subject, FutureTask<T> asked) {
        return () -> {
            try {
                asked.run();
            } finally {
                close(subject, asked);
            }
        };
    }

    private synchronized void close(String subject, FutureTask<T> asked) {
        open.remove(subject, asked);
    }

    /** What is left until a moment of {@link System#nanoTime}. */
    static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
}
