package org.safeward.restore;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobOpening;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;

/** Takes the database and the backup for a restore, in a transaction that is over before the job starts. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class RestoreOpening {
    @Inject
    private JobOpening jobs;

    @Inject
    private Jobs rows;

    @Inject
    private BackupRecords records;

    /** A restore and the job that makes it. */
    public record Opened(JobOpening.Opened job, RestorePlan plan) {}

    /** @throws Fault RECORD_NOT_FOUND, RECORD_NOT_RESTORABLE, BACKUP_RUNNING, RESTORE_RUNNING */
    public Opened open(RestoreRequest request, String requestedBy) {
        request.record().ifPresent(this::requireCompleted);
        JobOpening.Opened job = jobs.open(JobKind.RESTORE, request.database(), requestedBy, row -> {
            row.concern(request.record().orElse(null));
            row.restoreTo(request.destination());
        });
        return new Opened(job, new RestorePlan(request));
    }

    /** As {@link #open}; UNDO_IMPOSSIBLE when another job has replaced the database since this one. */
    public Opened openUndo(RestoreRequest request, String requestedBy, Job newest) {
        Opened opened = open(request, requestedBy);
        rows.requireNewestReplacing(newest);
        return opened;
    }

    private void requireCompleted(long id) {
        // Locked, so that a deletion comes before the job's row or sees it.
        BackupRecord record = records.change(id, row -> {});
        if (record.status() != RunState.COMPLETED) {
            throw new Fault(ErrorCode.RECORD_NOT_RESTORABLE, id, record.status().text());
        }
    }
}
