package org.safeward.backup.retention;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.safeward.backup.RemoveBackup;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.fault.Fault;

/** Marks copies of a backup to be removed from their destinations, while the backup itself stays. */
@Stateless
public class LetCopyGo {
    @Inject
    private BackupRecords records;

    @Inject
    private BackupCopies copies;

    @Inject
    private RemoveBackup removal;

    @Inject
    private InstantSource clock;

    /**
     * By the rules of its destination, unless somebody has pinned the backup meanwhile.
     *
     * @throws Fault RECORD_NOT_FOUND, RECORD_IN_USE
     */
    public void run(long id, String destination) {
        BackupRecord record = records.change(id, row -> {});
        if (record.pinned()) {
            return;
        }
        removal.requireUnused(record);
        copies.ofRecord(id).stream()
                .filter(copy -> copy.destination().equals(destination))
                .forEach(this::release);
    }

    /** Those in destinations that follow the file on this machine, which is gone. */
    public void following(long id, Set<String> destinations) {
        for (BackupCopy copy : copies.ofRecord(id)) {
            boolean follows = destinations.contains(copy.destination());
            if (follows && copy.name().isEmpty()) {
                copies.remove(copy.id());
            } else if (follows) {
                release(copy);
            }
        }
    }

    private void release(BackupCopy copy) {
        Instant now = clock.instant();
        if (!copy.isLocked(now) && copy.state() != CopyState.DELETING && copy.state() != CopyState.EXPIRED) {
            copies.change(copy.id(), row -> row.delete(now));
        }
    }
}
