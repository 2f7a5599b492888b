package org.safeward.backup.copies;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.safeward.backup.BackupRun;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;

/** Copies the backup to the second directory. */
@Named
@Dependent
public class CopyStep extends JobStep {
    @Inject
    private CopyBackup copying;

    @Override
    protected void run(LiveJob job) {
        copying.run(job.plan(BackupRun.class), job);
    }
}
