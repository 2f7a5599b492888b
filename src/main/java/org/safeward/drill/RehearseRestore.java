package org.safeward.drill;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.databases.Databases;
import org.safeward.engine.BackupScript;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Destination;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;

/** Builds the backup in a place of its own and makes the checks that a restore makes before its swap. */
@Named("rehearseStep")
@Dependent
public class RehearseRestore extends JobStep {
    @Inject
    private Databases databases;

    @Override
    protected void run(LiveJob job) throws IOException {
        DrillPlan plan = job.plan(DrillPlan.class);
        job.expect(plan.manifest().sqlBytes());
        BackupScript script = new BackupScript(plan.file(), Optional.of(plan.manifest()), false).openedBy(plan.key());
        LowPriority.during(() -> {
            plan.staged(
                    databases.engineForDrills(job.database()).stage(script, job.place(), new Destination.Drill(), job));
            DatabaseFacts staged = plan.staging().check(job);
            long rows = staged.tables().stream().mapToLong(Manifest.Table::rows).sum();
            job.checked("CHECK_STAGED", staged.tables().size(), rows);
        });
    }
}
