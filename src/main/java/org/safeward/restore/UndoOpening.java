package org.safeward.restore;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.safeward.catalog.JobKind;
import org.safeward.jobs.JobOpening;
import org.safeward.jobs.OpenedJob;

/** Takes the database for an undo, in a transaction that is over before the job starts. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class UndoOpening {
    @Inject
    private JobOpening jobs;

    public OpenedJob open(String database, String requestedBy) {
        return jobs.open(JobKind.UNDO, database, requestedBy, row -> {});
    }
}
