package org.safeward.archive.parallel;

/**
 * What a busy thread does so that nobody waits for it: it offers its processor to whoever wants it, several times a millisecond.
 *
 * <p>Linux takes a processor away from a busy thread at its clock's tick, every 4 ms with the usual kernel (CONFIG_HZ=250), mostly even
 * for one of higher priority. An application's commit sleeps and is woken several times, and would wait that long each time. A thread
 * that nobody waits for goes on at once (sched_yield(2)), so this costs next to nothing.
 *
 * <p>For one thread at a time.
 */
public final class YieldRegularly {
    private static final long TURN_NANOS = 250_000;

    private long begun = System.nanoTime();

    /** To be called at least as often as a turn lasts; cheap enough to be called for each row. */
    public void giveWay() {
        if (System.nanoTime() - begun >= TURN_NANOS) {
            Thread.yield();
            begun = System.nanoTime();
        }
    }
}
