package org.safeward.restore;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import org.safeward.engine.Destination;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobFence;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.restore.destination.NamedTables;
import org.safeward.settings.Settings;

/** Makes what was staged live, provided that the safety backup holds everything that is replaced. */
@Named("swapStep")
@Dependent
public class SwapDatabase extends JobStep {
    private static final int MOST_SAFETY_BACKUPS = 3;

    @Inject
    private SaveCurrent saving;

    @Inject
    private JobFence fence;

    @Inject
    private Settings settings;

    @Override
    protected void run(LiveJob job) throws IOException {
        run(job.plan(RestorePlan.class), job);
    }

    void run(RestorePlan plan, LiveJob job) throws IOException {
        for (int taken = 1; changed(plan); taken++) {
            if (taken == MOST_SAFETY_BACKUPS) {
                throw new Fault(ErrorCode.DATABASE_CHANGED, job.database());
            }
            saving.run(plan, job);
        }
        // Its connection would be one more that the swap has to wait for.
        plan.watch(null);
        plan.staging().swap(() -> pass(job), settings.restore().lockTimeout(), job);
        reached(job, "swapped");
        tellWhatIsThere(plan, job);
    }

    private static void tellWhatIsThere(RestorePlan plan, LiveJob job) {
        Destination destination = plan.request().destination();
        if (destination instanceof Destination.NewDatabase beside) {
            job.checked("CHECK_TARGET", beside.name());
        } else if (destination instanceof Destination.Parts parts) {
            int tables = parts.tables().size();
            String named = NamedTables.withRows(parts, plan.inspected().tables());
            parts.into()
                    .ifPresentOrElse(
                            ending -> job.checked("CHECK_PARTS_BESIDE", tables, named, ending),
                            () -> job.checked("CHECK_PARTS", tables, named));
        } else {
            job.checked("CHECK_SWAPPED");
        }
    }

    private void pass(LiveJob job) {
        fence.passForGood(job);
        reached(job, "fenced");
        fence.stillPassed(job);
    }

    private static boolean changed(RestorePlan plan) {
        return plan.watch() != null && plan.watch().changed();
    }
}
