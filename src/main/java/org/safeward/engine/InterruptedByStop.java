package org.safeward.engine;

import java.io.IOException;

/** Calls that heed an interrupt, as those of a place beyond this machine: a stop of the work ends them at once. */
public final class InterruptedByStop {
    private final Thread caller = Thread.currentThread();
    private boolean over;

    private InterruptedByStop() {}

    /** What is called. */
    @FunctionalInterface
    public interface Call<T> {
        T run() throws IOException;
    }

    /** @throws WorkStopped when the work was asked to stop before; an interrupted call fails in a way of its own */
    @SuppressWarnings("try") // The interruption is there to be closed.
    public static <T> T call(Work work, Call<T> call) throws IOException {
        work.checkpoint();
        InterruptedByStop guard = new InterruptedByStop();
        try (var interruption = work.onStop(guard::interrupt)) {
            return call.run();
        } finally {
            guard.end();
        }
    }

    private synchronized void interrupt() {
        if (!over) {
            caller.interrupt();
        }
    }

    /** From here on no interrupt comes, and one that came just after the call is forgotten: what follows is none of its business. */
    private synchronized void end() {
        over = true;
        Thread.interrupted();
    }
}
