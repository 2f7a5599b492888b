package org.safeward.compare;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobOpening;
import org.safeward.jobs.record.JobKind;

/** Writes the job of a comparison and its claim, in a transaction that is over before the job starts. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class CompareOpening {
    @Inject
    private JobOpening jobs;

    /** @throws Fault COMPARE_RUNNING */
    public JobOpening.Opened open(String database, long record, String requestedBy) {
        return jobs.open(JobKind.COMPARE, database, requestedBy, row -> row.concern(record));
    }
}
