package org.safeward.engine.sqlite;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.fault.Warning;

/** Work that a test can stop. */
public class StoppableWork implements Work {
    private final Set<Runnable> interrupts = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /** What it was told. */
    public final Set<Warning> warnings = ConcurrentHashMap.newKeySet();

    public void stop() {
        stopped = true;
        interrupts.forEach(Runnable::run);
    }

    @Override
    public void checkpoint() {
        if (stopped) {
            throw new WorkStopped();
        }
    }

    @Override
    public Interruption onStop(Runnable interrupt) {
        interrupts.add(interrupt);
        if (stopped) {
            interrupt.run();
        }
        return () -> interrupts.remove(interrupt);
    }

    @Override
    public void progress(long rows, long bytes) {}

    @Override
    public void warn(Warning warning) {
        warnings.add(warning);
    }
}
