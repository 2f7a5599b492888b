package org.safeward.restore;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;

/** Builds it in staging. */
@Named
@Dependent
public class StageStep extends JobStep {
    @Inject
    private StageDatabase staging;

    @Override
    protected void run(LiveJob job) throws Exception {
        staging.run(job.plan(RestorePlan.class), job);
    }
}
