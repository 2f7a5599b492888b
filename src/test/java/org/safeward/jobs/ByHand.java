package org.safeward.jobs;

import java.time.Duration;
import org.safeward.fault.Fault;

/** Jobs without a batch runtime: whoever has one calls its steps. */
public final class ByHand {
    private ByHand() {}

    public static LiveJob live(JobOpening.Opened opened, Object plan) {
        return new LiveJob(opened.job(), opened.token(), Duration.ofMinutes(5), plan, Turn.REQUEST);
    }

    public static void failed(LiveJob job, Fault fault) {
        job.failed(fault);
    }
}
