package org.safeward.engine.postgresql.restore;

import java.util.LinkedHashSet;
import java.util.Set;
import org.safeward.engine.Work;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;

/** Work that ends with a fault once a limit is exceeded, as it ends when it is stopped: what runs is interrupted. */
abstract class LimitedWork implements Work {
    private final Work work;
    private final Set<Runnable> interrupts = new LinkedHashSet<>();
    private volatile Fault exceeded;

    LimitedWork(Work work) {
        this.work = work;
    }

    /** From any thread, once. */
    final void exceed(Fault fault) {
        Set<Runnable> now;
        synchronized (this) {
            exceeded = fault;
            now = Set.copyOf(interrupts);
        }
        now.forEach(Runnable::run);
    }

    final boolean isExceeded() {
        return exceeded != null;
    }

    /** Throws the fault once the limit is exceeded. */
    @Override
    public final void checkpoint() {
        work.checkpoint();
        Fault why = exceeded;
        if (why != null) {
            // Another one each time: what fails once more while the first is dealt with is hung on to that.
            throw new Fault(why.code(), why.arguments().toArray());
        }
    }

    @Override
    public final Interruption onStop(Runnable interrupt) {
        boolean late;
        synchronized (this) {
            late = exceeded != null;
            interrupts.add(interrupt);
        }
        if (late) {
            interrupt.run();
        }
        var outer = work.onStop(interrupt);
        return () -> {
            synchronized (this) {
                interrupts.remove(interrupt);
            }
            outer.close();
        };
    }

    @Override
    public void progress(long rows, long bytes) {
        work.progress(rows, bytes);
    }

    @Override
    public final void warn(Warning warning) {
        work.warn(warning);
    }
}
