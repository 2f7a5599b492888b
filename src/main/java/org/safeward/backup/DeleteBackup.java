package org.safeward.backup;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.Job;
import org.safeward.catalog.Jobs;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.BackupStore;

/** Removes a backup: its file first, then its record, so that a failure between leaves a record that can be deleted again. */
@Stateless
public class DeleteBackup {
    @Inject
    private BackupRecords records;

    @Inject
    private Jobs jobs;

    @Inject
    private BackupStore store;

    /** @throws Fault RECORD_NOT_FOUND, RECORD_IN_USE while it is written or restored from, STORE_UNREACHABLE */
    @RolesAllowed("ADMIN")
    public void delete(long id) {
        // Locked, so that a restore that is opened now waits, or is seen here.
        BackupRecord record = records.change(id, row -> {});
        for (Job job : jobs.active()) {
            if (uses(job, id)) {
                throw new Fault(ErrorCode.RECORD_IN_USE, job.id());
            }
        }
        if (!record.filePath().isEmpty()) {
            deleteFile(Path.of(record.filePath()));
        }
        records.remove(id);
    }

    private static boolean uses(Job job, long record) {
        return Long.valueOf(record).equals(job.recordId())
                || Long.valueOf(record).equals(job.safetyRecordId());
    }

    private void deleteFile(Path file) {
        try {
            store.delete(file);
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.STORE_UNREACHABLE, file);
        }
    }
}
