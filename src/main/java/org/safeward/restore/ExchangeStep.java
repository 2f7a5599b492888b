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
    @Inject
    private Databases databases;

    @Inject
    private JobFence fence;

    @Inject
    private Settings settings;

    @Override
    protected void run(LiveJob job) {
        UndoPlan plan = job.plan(UndoPlan.class);
        databases
                .engine(job.database())
                .undo(plan.restored(), job.place(), () -> fence.passForGood(job), settings.lockTimeout());
        job.checked("CHECK_UNDONE", plan.restore());
    }
}
