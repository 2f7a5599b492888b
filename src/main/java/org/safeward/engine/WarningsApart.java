package org.safeward.engine;

import java.util.ArrayList;
import java.util.List;
import org.safeward.fault.Warning;

/** The work of another one whose warnings are not told, but kept for whoever decides what they are worth. */
public final class WarningsApart implements Work {
    private final Work work;
    private final List<Warning> warnings = new ArrayList<>();

    public WarningsApart(Work work) {
        this.work = work;
    }

    /** Each once, in their order. */
    public synchronized List<Warning> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public void checkpoint() {
        work.checkpoint();
    }

    @Override
    public Interruption onStop(Runnable interrupt) {
        return work.onStop(interrupt);
    }

    @Override
    public void progress(long rows, long bytes) {
        work.progress(rows, bytes);
    }

    @Override
    public synchronized void warn(Warning warning) {
        if (!warnings.contains(warning)) {
            warnings.add(warning);
        }
    }
}
