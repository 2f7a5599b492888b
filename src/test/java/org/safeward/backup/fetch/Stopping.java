package org.safeward.backup.fetch;

import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.fault.Warning;

/** Work that is stopped once so many bytes are done, as another thread would. */
class Stopping implements Work {
    private final long bytes;
    private volatile Runnable interrupt = () -> {};
    private volatile boolean stopped;

    Stopping(long bytes) {
        this.bytes = bytes;
    }

    @Override
    public void checkpoint() {
        if (stopped) {
            throw new WorkStopped();
        }
    }

    @Override
    public Interruption onStop(Runnable how) {
        interrupt = how;
        return () -> {};
    }

    @Override
    public void progress(long rows, long done) {
        if (done >= bytes) {
            stop();
        }
    }

    void stop() {
        stopped = true;
        interrupt.run();
    }

    @Override
    public void warn(Warning warning) {}
}
