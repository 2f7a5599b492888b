package org.safeward.backup;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;

/** Reads the file back. */
@Named
@Dependent
public class VerifyStep extends JobStep {
    @Inject
    private VerifyBackup verify;

    @Override
    protected void run(LiveJob job) throws IOException {
        verify.run(job.plan(BackupRun.class), job);
    }
}
