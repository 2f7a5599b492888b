package org.safeward.restore;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.safeward.jobs.JobOpening;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;

/** Takes the database for an undo, in a transaction that is over before the job starts. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class UndoOpening {
    @Inject
    private JobOpening jobs;

    @Inject
    private Jobs rows;

    /**
     * @param newest the newest job that has replaced the database when it was decided what to take back
     * @throws org.safeward.fault.Fault UNDO_IMPOSSIBLE when another one came in between
     */
    public JobOpening.Opened open(String database, String requestedBy, Job newest) {
        JobOpening.Opened opened = jobs.open(JobKind.UNDO, database, requestedBy, row -> {});
        rows.requireNewestReplacing(newest);
        return opened;
    }
}
