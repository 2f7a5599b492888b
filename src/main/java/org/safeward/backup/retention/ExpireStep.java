package org.safeward.backup.retention;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.safeward.backup.BackupRun;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;

/** Removes what retention condemns. */
@Named
@Dependent
public class ExpireStep extends JobStep {
    @Inject
    private ExpireBackups expiry;

    @Override
    protected void run(LiveJob job) {
        expiry.run(job.plan(BackupRun.class), job);
    }
}
