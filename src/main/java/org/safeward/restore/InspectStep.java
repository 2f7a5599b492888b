package org.safeward.restore;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;

/** Checks what was built. */
@Named
@Dependent
public class InspectStep extends JobStep {
    @Inject
    private InspectStaging staging;

    @Override
    protected void run(LiveJob job) throws Exception {
        staging.run(job.plan(RestorePlan.class), job);
    }
}
