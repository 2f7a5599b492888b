package org.safeward.backup.offsite;

import java.io.IOException;
import org.safeward.jobs.LiveJob;

/** Calls of a destination, which heed an interrupt: a stop of the job ends them at once. */
final class InterruptedByStop {
    private final Thread caller = Thread.currentThread();
    private boolean over;

    private InterruptedByStop() {}

    interface Call<T> {
        T run() throws IOException;
    }

    /** @throws org.safeward.engine.WorkStopped when the job was asked to stop before; an interrupted call fails in a way of its own */
    @SuppressWarnings("try") // The interruption is there to be closed.
    static <T> T call(LiveJob job, Call<T> call) throws IOException {
        job.checkpoint();
        InterruptedByStop guard = new InterruptedByStop();
        try (var interruption = job.onStop(guard::interrupt)) {
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
