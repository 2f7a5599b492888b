package org.safeward.restore.pause;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.restore.RestorePlan;

/** Tells the application to pause. */
@Named
@Dependent
public class QuiesceStep extends JobStep {
    @Inject
    private QuiesceApplication application;

    @Override
    protected void run(LiveJob job) throws Exception {
        application.run(job.plan(RestorePlan.class), job);
    }
}
