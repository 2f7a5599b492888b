package org.safeward.restore;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Job;

/**
 * The job that an undo takes back. A job that did not end well may have replaced the database all the same: its server may have died
 * behind the swap. Where the database that it replaced is kept it has, since both happen in one transaction; where it failed of what is
 * found before anything changes it has not. Of all others nobody knows, and nothing older may be taken back in their stead.
 *
 * @param kept whether the database that it replaced is still there
 * @param newest of all jobs that were looked at
 */
record UndoChoice(Job job, boolean kept, Job newest) {
    /** Faults of a swap after which the live database is as it was. A fault that is not named here errs on the side of a refusal. */
    private static final Set<ErrorCode> NOTHING_CHANGED = EnumSet.of(
            ErrorCode.DATABASE_LOCKED,
            ErrorCode.CLAIM_LOST,
            ErrorCode.RIGHTS_LACKING,
            ErrorCode.TARGET_EXISTS,
            ErrorCode.TARGET_LACKS,
            ErrorCode.SCRIPT_FAILED,
            ErrorCode.RESTORE_CHECK_FAILED,
            ErrorCode.MANIFEST_MISMATCH,
            ErrorCode.PARTS_DIFFER,
            ErrorCode.PARTS_VIOLATED);

    /**
     * @param newestFirst jobs that have replaced the database or got past their point of no return
     * @param kept ends of the names of the replaced databases that are there
     * @throws Fault UNDO_UNCERTAIN when nobody knows whether the newest has replaced the database
     */
    static Optional<UndoChoice> of(List<Job> newestFirst, Collection<String> kept) {
        for (Job job : newestFirst) {
            boolean there = kept.contains(job.place());
            if (there || job.state() == RunState.COMPLETED) {
                return Optional.of(new UndoChoice(job, there, newestFirst.get(0)));
            }
            if (!NOTHING_CHANGED.contains(job.errorCode())) {
                throw new Fault(
                        ErrorCode.UNDO_UNCERTAIN, job.id(), job.safetyRecordId() == null ? "-" : job.safetyRecordId());
            }
        }
        return Optional.empty();
    }
}
