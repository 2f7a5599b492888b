package org.safeward.backup;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;

/** Makes the file a backup. */
@Named
@Dependent
public class PublishStep extends JobStep {
    @Inject
    private PublishBackup publish;

    @Override
    protected void run(LiveJob job) throws IOException {
        publish.run(job.plan(BackupRun.class), job);
    }
}
