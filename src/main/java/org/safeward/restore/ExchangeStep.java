package org.safeward.restore;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.safeward.databases.Databases;
import org.safeward.jobs.JobFence;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.settings.Settings;

/** Exchanges the live database for the one that a restore has replaced. */
@Named
@Dependent
public class ExchangeStep extends JobStep {
    /**
     * What it needs to know.
     *
     * @param restore the job that is taken back
     * @param restored the end of the name of what it has replaced
     */
    record Plan(long restore, String restored) {}

    @Inject
    private Databases databases;

    @Inject
    private JobFence fence;

    @Inject
    private Settings settings;

    @Override
    protected void run(LiveJob job) {
        Plan plan = job.plan(Plan.class);
        databases
                .engine(job.database())
                .undo(
                        plan.restored(),
                        job.place(),
                        () -> fence.passForGood(job),
                        settings.restore().lockTimeout());
        job.checked("CHECK_UNDONE", plan.restore());
    }
}
