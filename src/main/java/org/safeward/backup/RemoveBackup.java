package org.safeward.backup;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;
import org.safeward.store.BackupStore;

/**
 * Removes a backup: its copy in the second directory and its file first, then its record, so that a failure between leaves a record
 * that can be removed again.
 */
@Stateless
public class RemoveBackup {
    @Inject
    private BackupRecords records;

    @Inject
    private Jobs jobs;

    @Inject
    private BackupStore store;

    @Inject
    private BackupPlaces places;

    @Inject
    private BackupStores stores;

    /** @throws Fault RECORD_NOT_FOUND, RECORD_IN_USE while it is written or restored from, STORE_UNREACHABLE, STORE_MISSING */
    public void remove(long id) {
        // Locked, so that a restore that is opened now waits, or is seen here.
        remove(records.change(id, row -> {}));
    }

    /**
     * The same, unless somebody has pinned it since the retention looked at it.
     *
     * @return whether it was removed
     */
    public boolean removeUnlessPinned(long id) {
        BackupRecord record = records.change(id, row -> {});
        if (record.pinned()) {
            return false;
        }
        remove(record);
        return true;
    }

    private void remove(BackupRecord record) {
        for (Job job : jobs.active()) {
            if (uses(job, record)) {
                throw new Fault(ErrorCode.RECORD_IN_USE, job.id());
            }
        }
        if (!record.filePath().isEmpty()) {
            Path file = Path.of(record.filePath());
            // Where the disk is not mounted nothing is to be removed, and the file would stay for ever without a
            // record.
            places.second(record.database()).ifPresent(stores::require);
            stores.require(file.getParent());
            copyOf(record, file).ifPresent(this::delete);
            delete(file);
        }
        records.remove(record.id());
    }

    /**
     * Only the one that we have made: another Safeward may have the same second directory, and a file of the same name there. A copy that
     * nobody has noted, from an earlier version or of a server that died before it could, is known by what it ends with.
     */
    private Optional<Path> copyOf(BackupRecord record, Path file) {
        if (record.copyPath().isPresent()) {
            return record.copyPath();
        }
        return places.second(record.database())
                .map(folder -> folder.resolve(file.getFileName()))
                .filter(copy -> isCopy(file, copy));
    }

    private static boolean isCopy(Path file, Path copy) {
        try {
            return FileCopy.isLike(file, copy);
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.STORE_UNREACHABLE, copy);
        }
    }

    /** A backup that its own job has completed may go; that job is at its retention. */
    public static boolean uses(Job job, BackupRecord record) {
        boolean making = !record.status().ended() && record.taskId() == job.id();
        boolean restoring = (job.kind() == JobKind.RESTORE || job.kind() == JobKind.DRILL)
                && (record.id().equals(job.recordId()) || record.id().equals(job.safetyRecordId()));
        return making || restoring;
    }

    private void delete(Path file) {
        try {
            store.delete(file);
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.STORE_UNREACHABLE, file);
        }
    }
}
