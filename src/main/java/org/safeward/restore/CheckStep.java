package org.safeward.restore;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;

/** Checks the file. */
@Named
@Dependent
public class CheckStep extends JobStep {
    @Inject
    private CheckFile file;

    @Override
    protected void run(LiveJob job) throws Exception {
        file.run(job.plan(RestorePlan.class), job);
    }
}
