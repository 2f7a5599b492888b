package org.safeward.engine.postgresql;

import java.util.ArrayList;
import java.util.List;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.fault.Warning;

/** Work that a test stops. */
public final class StoppableWork implements Work {
    private final List<Runnable> interrupts = new ArrayList<>();
    private boolean stopped;

    public synchronized void stop() {
        stopped = true;
        interrupts.forEach(Runnable::run);
        interrupts.clear();
    }

    @Override
    public synchronized void checkpoint() {
        if (stopped) {
            throw new WorkStopped();
        }
    }

    @Override
    public synchronized Interruption onStop(Runnable interrupt) {
        if (stopped) {
            interrupt.run();
            return () -> {};
        }
        interrupts.add(interrupt);
        return () -> {
            synchronized (this) {
                interrupts.remove(interrupt);
            }
        };
    }

    @Override
    public void progress(long rows, long bytes) {}

    @Override
    public void warn(Warning warning) {}
}
