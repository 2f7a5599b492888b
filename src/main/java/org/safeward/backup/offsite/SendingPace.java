package org.safeward.backup.offsite;

import java.util.OptionalLong;
import org.safeward.engine.WorkStopped;
import org.safeward.jobs.LiveJob;
import org.safeward.store.remote.Progress;

/** Tells the job how much was sent, and sends no more in a second than the destination's limit. What is sent again counts again. */
final class SendingPace implements Progress {
    private static final double NANOS = 1e9;

    private final LiveJob job;
    private final OptionalLong bytesASecond;
    private final long begun = System.nanoTime();
    private long reached;
    private double spent;

    SendingPace(LiveJob job, OptionalLong bytesASecond) {
        this.job = job;
        this.bytesASecond = bytesASecond;
    }

    @Override
    public void sent(long bytes) {
        job.checkpoint();
        job.progress(0, bytes);
        spent += Math.max(0, bytes - reached);
        reached = bytes;
        if (bytesASecond.isPresent()) {
            await(begun + (long) (spent / bytesASecond.getAsLong() * NANOS));
        }
    }

    private static void await(long moment) {
        long nanos = moment - System.nanoTime();
        if (nanos <= 0) {
            return;
        }
        try {
            Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkStopped(e);
        }
    }
}
