package org.safeward.engine;

import java.util.Collection;

/** What engines share that have threads of their own. */
public final class Threads {
    private Threads() {}

    /** Returns when all have ended; an interrupt meanwhile is kept for later. Who calls this has made them end. */
    public static void awaitEnd(Collection<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
