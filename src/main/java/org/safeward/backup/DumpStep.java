package org.safeward.backup;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;

/** Writes the database to a temporary file. */
@Named
@Dependent
public class DumpStep extends JobStep {
    @Inject
    private DumpDatabase dump;

    @Override
    protected void run(LiveJob job) throws IOException {
        dump.run(job.plan(BackupRun.class), job);
    }
}
