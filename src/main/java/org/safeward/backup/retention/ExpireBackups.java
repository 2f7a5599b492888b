package org.safeward.backup.retention;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import org.safeward.backup.BackupRun;
import org.safeward.backup.RemoveBackup;
import org.safeward.catalog.BackupConfig;
import org.safeward.catalog.BackupConfigs;
import org.safeward.databases.Databases;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobFence;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.record.Jobs;

/** Removes the backups that retention condemns; only ever called after a verified success. */
@Named("expireStep")
@Dependent
public class ExpireBackups extends JobStep {
    private static final Logger LOG = System.getLogger(ExpireBackups.class.getName());

    @Inject
    private RetentionPlan plan;

    @Inject
    private BackupConfigs configs;

    @Inject
    private RemoveBackup removal;

    @Inject
    private ExpireCopies copies;

    @Inject
    private Databases databases;

    @Inject
    private JobFence fence;

    @Inject
    private Jobs jobs;

    @Inject
    private EndedUndos undos;

    @Inject
    private HeldRoom room;

    @Inject
    private Event<RoomEnding> ending;

    @Override
    protected void run(LiveJob job) {
        run(job.plan(BackupRun.class), job);
    }

    public void run(BackupRun run, LiveJob job) {
        BackupConfig config = configs.of(run.database());
        Set<Long> foreseen = plan.foreseen(config);
        int removed = 0;
        KeptInPlaces.Outcome outcome = plan.whole(run.database(), plan.rules(config));
        for (Retention.Decision decision : outcome.decisions()) {
            if (decision.removes()) {
                fence.pass(job);
                String keeper = outcome.keepers().get(decision.id());
                boolean gone = keeper == null
                        ? remove(decision.id(), foreseen.contains(decision.id()))
                        : copies.leaveTo(keeper, decision.id());
                removed += gone ? 1 : 0;
            }
        }
        // What a config that was changed lately kept before stays where no trash is.
        if (!plan.isFresh(config)) {
            fence.pass(job);
            copies.expire(outcome.copies());
        }
        if (!run.written().isDegraded()) {
            forgetReplaced(run);
            removed += endUndos(run, job);
        }
        room.ending(run.database()).ifPresent(ending::fire);
        if (removed > 0) {
            job.checked("CHECK_EXPIRED", removed);
        }
    }

    private int endUndos(BackupRun run, LiveJob job) {
        int removed = 0;
        for (long safety : undos.of(run.database())) {
            fence.pass(job);
            removed += remove(safety, false) ? 1 : 0;
        }
        return removed;
    }

    /** What a drill or a comparison is building meanwhile stays. */
    private void forgetReplaced(BackupRun run) {
        try {
            databases.engine(run.database()).forgetReplaced(place -> jobs.hasLeft(run.database(), place));
        } catch (Fault e) {
            LOG.log(Level.WARNING, "what was kept for an undo could not be removed: {0}", e.getMessage());
        }
    }

    /** A backup that cannot be removed now is removed after the next one; it is no reason to call the new one failed. */
    private boolean remove(long record, boolean foreseen) {
        try {
            return removal.expire(record, foreseen);
        } catch (Fault e) {
            LOG.log(Level.WARNING, "backup {0} could not be removed: {1}", record, e.getMessage());
            return false;
        }
    }
}
