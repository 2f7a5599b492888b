package org.safeward.drill;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.backup.FileKeys;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;
import org.safeward.jobs.JobOpening;
import org.safeward.jobs.record.JobKind;

/** Writes the job of a drill and its claim, in a transaction that is over before the job starts. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class DrillOpening {
    @Inject
    private JobOpening jobs;

    @Inject
    private BackupRecords records;

    @Inject
    private FileKeys keys;

    /** A drill and the job that makes it. */
    public record Opened(JobOpening.Opened job, DrillPlan plan) {}

    /**
     * @param id of the record; empty for the newest good one
     * @throws Fault RECORD_NOT_FOUND, RECORD_NOT_RESTORABLE, DRILL_IMPOSSIBLE, DRILL_RUNNING, ENCRYPTED_* when the operator has named no
     *     identity that opens it
     */
    public Opened open(String database, Optional<Long> id, String requestedBy) {
        long chosen = id.orElseGet(() -> newestGood(database));
        // Locked, so that a deletion comes before the job's row or sees it.
        BackupRecord record = records.change(chosen, row -> {});
        if (!record.database().equals(database)) {
            throw new Fault(ErrorCode.RECORD_NOT_FOUND, chosen);
        }
        if (record.status() != RunState.COMPLETED) {
            throw new Fault(
                    ErrorCode.RECORD_NOT_RESTORABLE, chosen, record.status().text());
        }
        if (record.degraded()) {
            throw new Fault(ErrorCode.DRILL_IMPOSSIBLE, Reason.of(ReasonCode.WHY_ROWS_ALONE));
        }
        Optional<Path> file = fileOf(record);
        DecryptionKey key = keys.of(file, Optional.empty());
        JobOpening.Opened job = jobs.open(JobKind.DRILL, database, requestedBy, row -> row.concern(chosen));
        return new Opened(job, new DrillPlan(chosen, file, key));
    }

    private long newestGood(String database) {
        return records.newestGood(database)
                .map(BackupRecord::id)
                .orElseThrow(() ->
                        new Fault(ErrorCode.DRILL_IMPOSSIBLE, Reason.of(ReasonCode.WHY_NO_GOOD_BACKUP, database)));
    }

    /**
     * By turns from the file and from its copy, where there is one: the copy, when the last proof of this database was made from a file. Empty where
     * neither is here.
     */
    private Optional<Path> fileOf(BackupRecord record) {
        Optional<Path> file = record.file().filter(Files::exists);
        boolean copyHasItsTurn = records.newestProven(record.database())
                .map(last -> last.filePath().equals(last.provenFrom()))
                .orElse(false);
        return record.copyPath()
                .filter(copy -> copyHasItsTurn || file.isEmpty())
                .filter(Files::exists)
                .or(() -> file);
    }
}
