package org.safeward.restore;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;

/** Saves what is there now. */
@Named
@Dependent
public class SafetyStep extends JobStep {
    @Inject
    private SaveCurrent current;

    @Override
    protected void run(LiveJob job) throws Exception {
        current.run(job.plan(RestorePlan.class), job);
    }
}
