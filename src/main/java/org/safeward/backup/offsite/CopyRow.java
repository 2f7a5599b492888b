package org.safeward.backup.offsite;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.LiveJob;

/** The row of the copy that a job makes, as long as it is that job's: a node that was thought dead changes nothing when it wakes up. */
@Stateless
public class CopyRow {
    @Inject
    private BackupCopies copies;

    @Inject
    private InstantSource clock;

    /** @throws Fault CLAIM_LOST when it is not this job's any more */
    public BackupCopy get(CopyPlan plan, LiveJob job) {
        return change(plan, job, (row, now) -> {});
    }

    /** @throws Fault CLAIM_LOST when it is not this job's any more */
    public BackupCopy change(CopyPlan plan, LiveJob job, BiConsumer<BackupCopy, Instant> change) {
        BackupCopy copy = copies.change(plan.copy(), row -> {})
                .filter(row -> row.job().equals(Optional.of(job.id())) && isAsBegun(row, plan))
                .orElseThrow(() -> new Fault(ErrorCode.CLAIM_LOST, plan.destination()));
        change.accept(copy, clock.instant());
        return copy;
    }

    private static boolean isAsBegun(BackupCopy row, CopyPlan plan) {
        return plan.former().isEmpty()
                ? row.state() == CopyState.UPLOADING
                : row.state() == CopyState.GOOD && row.name().equals(plan.former());
    }
}
