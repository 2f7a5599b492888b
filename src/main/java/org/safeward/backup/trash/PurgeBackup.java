package org.safeward.backup.trash;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.destinations.BackupCopies;
import org.safeward.fault.Fault;

/**
 * Removes a backup that lies in the trash for good: its files first, then its record, so that a failure between leaves a record to try again. While
 * it has copies in destinations the record stays until they have let go of them.
 */
@Stateless
public class PurgeBackup {
    @Inject
    private BackupRecords records;

    @Inject
    private TrashedRecords trashed;

    @Inject
    private TrashedFiles files;

    @Inject
    private BackupCopies copies;

    @Inject
    private InstantSource clock;

    /**
     * Nothing when it was brought back meanwhile, or goes already.
     *
     * @throws Fault STORE_MISSING, STORE_UNREACHABLE, BACKUP_ON_OTHER_NODE, COPY_LOCKED
     */
    public void run(long id) {
        Instant now = clock.instant();
        boolean gone = trashed.change(id, row -> removeFiles(row, now));
        if (gone && copies.ofRecord(id).isEmpty()) {
            records.remove(id);
        }
    }

    private void removeFiles(BackupRecord row, Instant now) {
        if (row.whereabouts().isDeleting()) {
            return;
        }
        copies.requireUnlocked(row.id(), now);
        files.delete(row);
        if (copies.release(row.id(), now)) {
            row.whereabouts(row.whereabouts().deleting(now));
        }
    }
}
