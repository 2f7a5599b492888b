package org.safeward.jobs;

import java.time.Duration;
import org.safeward.fault.Fault;

/** Jobs without a batch runtime: whoever has one calls its steps. */
public final class ByHand {
    private ByHand() {}

    public static LiveJob live(JobOpening.Opened opened, Object plan) {
        return new LiveJob(opened.job(), opened.token(), Duration.ofMinutes(5), plan, Turn.REQUEST);
    }

    /** A step has done its work. */
    public static void did(LiveJob job, String step) {
        job.enter(step);
        job.progress().finishStep();
    }

    public static void stop(LiveJob job) {
        job.stop(StopReason.CANCEL);
    }

    public static void failed(LiveJob job, Fault fault) {
        job.failed(fault);
    }
}
