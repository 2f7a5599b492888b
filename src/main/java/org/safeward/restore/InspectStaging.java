package org.safeward.restore;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.safeward.archive.content.Manifest;
import org.safeward.databases.Databases;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Loss;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.restore.destination.NamedTables;
import org.safeward.restore.source.LostDatabase;

/** Checks what was built, before anything live is touched. */
@Named("inspectStep")
@Dependent
public class InspectStaging extends JobStep {
    @Inject
    private Databases databases;

    @Override
    protected void run(LiveJob job) {
        run(job.plan(RestorePlan.class), job);
    }

    void run(RestorePlan plan, LiveJob job) {
        DatabaseFacts staged = plan.staging().check(job);
        // Only a manifest says what has to be in a file. A closing line says that its writer came to the end of what
        // was asked of it,
        // which may have been one table.
        boolean nothingProvesIt = plan.checked().manifest().isEmpty();
        if (nothingProvesIt && plan.replaces() && !plan.request().acceptUnverifiable()) {
            Loss.refuse(NamedTables.of(plan.request().destination(), live(job)), staged.tables());
        }
        plan.inspected(staged);
        long rows = staged.tables().stream().mapToLong(Manifest.Table::rows).sum();
        job.checked("CHECK_STAGED", staged.tables().size(), rows);
    }

    private List<Manifest.Table> live(LiveJob job) {
        try {
            return databases.engine(job.database()).inspect(job).tables();
        } catch (Fault e) {
            if (LostDatabase.is(e)) {
                return List.of();
            }
            throw e;
        }
    }
}
