package org.safeward.archive.parallel;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads with a name, so that a thread dump tells what they do and none of them keeps the server from ending. */
public final class NamedThreads implements ThreadFactory {
    private final String name;
    private final int priority;
    private final AtomicInteger count = new AtomicInteger();

    NamedThreads(String name) {
        this(name, Thread.NORM_PRIORITY);
    }

    private NamedThreads(String name, int priority) {
        this.name = name;
        this.priority = priority;
    }

    /**
     * Threads that leave the processors to others: a backup must not be felt. Only a JVM that is told so hands priorities on to
     * Linux ({@code -XX:ThreadPriorityPolicy=1}, see docs/operations.md); elsewhere these are threads like others.
     */
    public static NamedThreads inBackground(String name) {
        return new NamedThreads(name, Thread.MIN_PRIORITY);
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
        thread.setDaemon(true);
        thread.setPriority(priority);
        return thread;
    }

    /** Ends the threads and returns when they have ended; an interrupt meanwhile is kept for later. */
    public static void end(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
