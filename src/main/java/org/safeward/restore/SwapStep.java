package org.safeward.restore;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;

/** Makes it live. */
@Named
@Dependent
public class SwapStep extends JobStep {
    @Inject
    private SwapDatabase database;

    @Override
    protected void run(LiveJob job) throws Exception {
        database.run(job.plan(RestorePlan.class), job);
    }
}
