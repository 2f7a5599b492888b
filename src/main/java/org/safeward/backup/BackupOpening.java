package org.safeward.backup;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.InstantSource;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.jobs.JobOpening;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;

/** Writes the record of a backup that is about to begin, in a transaction that is over before the job starts. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class BackupOpening {
    @Inject
    private JobOpening jobs;

    @Inject
    private BackupRecords records;

    @Inject
    private BackupConfigs configs;

    @Inject
    private InstantSource clock;

    /** A backup and the job that makes it. */
    public record Opened(JobOpening.Opened job, BackupRun run) {}

    /** @throws org.safeward.fault.Fault BACKUP_RUNNING, RESTORE_RUNNING: then there is no record either */
    public Opened open(String database, BackupOrigin origin, String reason, String requestedBy) {
        BackupRecord record = record(database, origin, reason);
        JobOpening.Opened job = jobs.open(JobKind.BACKUP, database, requestedBy, row -> row.concern(record.id()));
        records.change(record.id(), row -> row.belongTo(job.job().id()));
        return new Opened(job, new BackupRun(record));
    }

    /** One that was due, in the transaction that notes it as dealt with: there are both or none. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public Opened openDue(String database, String reason) {
        return open(database, BackupOrigin.SCHEDULE, reason, "schedule");
    }

    /** A backup that is a part of another job, and stands and falls with it. */
    public BackupRun openWithin(Job job, BackupOrigin origin, String reason) {
        BackupRecord record = record(job.database(), origin, reason);
        records.change(record.id(), row -> row.belongTo(job.id()));
        return new BackupRun(record);
    }

    private BackupRecord record(String database, BackupOrigin origin, String reason) {
        boolean compressed =
                origin != BackupOrigin.MAINTENANCE && configs.of(database).compress();
        return records.add(new BackupRecord(database, origin, reason, compressed, clock.instant()));
    }
}
