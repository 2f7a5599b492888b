package org.safeward.backup.offsite;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.jobs.JobOpening;

/** Writes the job of a copy and its claim, in a transaction that is over before the job starts. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class CopyOpening {
    /** As the schedule's own runs are called in the audit. */
    private static final String BY_ITSELF = "schedule";

    @Inject
    private JobOpening jobs;

    @Inject
    private BackupRecords records;

    @Inject
    private BackupCopies copies;

    @Inject
    private CopyEnding ending;

    /** A copy and the job that makes it. */
    public record Opened(JobOpening.Opened job, CopyPlan plan) {
        /** The id of the copy. */
        public long copy() {
            return plan.copy();
        }
    }

    /**
     * @return empty when it has not to be made any more
     * @throws org.safeward.fault.Fault COPY_RUNNING when another one is on its way to the destination; SHUTTING_DOWN
     */
    public Optional<Opened> open(OwedCopy owed) {
        if (records.find(owed.record()).isEmpty()) {
            return Optional.empty();
        }
        // Locked, so that a deletion comes before the job's row or sees it.
        BackupRecord record = records.change(owed.record(), row -> {});
        return copies.change(owed.id(), row -> {})
                .filter(copy -> copy.state() == CopyState.WAITING || copy.state() == CopyState.DAMAGED)
                .map(copy -> open(copy, record));
    }

    /**
     * Another one beside a good one, which it replaces once it is proven.
     *
     * @param key opens what it may have to be made of
     * @return empty when that is not to be made any more, or something still lies beside the good one
     * @throws org.safeward.fault.Fault COPY_RUNNING, SHUTTING_DOWN
     */
    public Optional<Opened> openBeside(OwedCopy good, DecryptionKey key) {
        if (records.find(good.record()).isEmpty()) {
            return Optional.empty();
        }
        BackupRecord record = records.change(good.record(), row -> {});
        return copies.change(good.id(), row -> {})
                .filter(copy ->
                        copy.state() == CopyState.GOOD && copy.otherName().isEmpty() && ending.isOver(copy))
                .map(copy -> {
                    JobOpening.Opened job = jobs.openCopy(
                            record.database(), copy.destination(), BY_ITSELF, row -> row.concern(record.id()));
                    copies.change(copy.id(), row -> row.renewing(job.job().id()));
                    CopyPlan plan = new CopyPlan(copy.id(), record.id(), copy.destination());
                    return new Opened(job, plan.beside(copy.name().orElseThrow(), key));
                });
    }

    private Opened open(BackupCopy copy, BackupRecord record) {
        JobOpening.Opened job =
                jobs.openCopy(record.database(), copy.destination(), BY_ITSELF, row -> row.concern(record.id()));
        copies.change(copy.id(), row -> row.begin(job.job().id()));
        return new Opened(job, new CopyPlan(copy.id(), record.id(), copy.destination()));
    }
}
