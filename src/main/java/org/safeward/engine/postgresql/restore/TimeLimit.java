package org.safeward.engine.postgresql.restore;

import java.time.Duration;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

/** Work that nobody should have to wait for long: it ends with DRILL_IMPOSSIBLE when it takes longer. */
final class TimeLimit extends LimitedWork implements AutoCloseable {
    private final Thread thread;

    TimeLimit(Duration most, Work work) {
        super(work);
        thread = new Thread(() -> watch(most), "safeward-time-limit");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(Duration most) {
        try {
            Thread.sleep(most.toMillis());
            exceed(new Fault(ErrorCode.DRILL_IMPOSSIBLE, Reason.of(ReasonCode.WHY_TAKES_LONGER, most.toSeconds())));
        } catch (InterruptedException e) {
            // It has ended in time.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
