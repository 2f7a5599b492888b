package org.safeward.drill;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.safeward.catalog.BackupFileRow;
import org.safeward.catalog.BackupRecords;
import org.safeward.jobs.JobEnded;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;

/** A backup that a drill has found not to be what was backed up is no longer called proven, whatever an earlier drill found. */
@ApplicationScoped
class WithdrawProof {
    @Inject
    private BackupRecords records;

    void after(@Observes JobEnded done) {
        Job job = done.job();
        if (job.kind() == JobKind.DRILL && Proofs.refutes(job) && job.recordId() != null) {
            records.find(job.recordId()).ifPresent(record -> records.change(record.id(), BackupFileRow::refuted));
        }
    }
}
