package org.safeward.backup.retention;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.safeward.backup.spool.SpoolFiles;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;

/** The safety backups that a new good backup ends: those in the spool, which no destination gets. Elsewhere they stay as long as the others. */
@ApplicationScoped
class EndedUndos {
    @Inject
    private BackupRecords records;

    @Inject
    private SpoolFiles spool;

    List<Long> of(String database) {
        return records.ofDatabase(database).stream()
                .filter(record -> record.origin() == BackupOrigin.SAFETY
                        && record.status() == RunState.COMPLETED
                        && !record.pinned()
                        && spool.of(record).isPresent())
                .map(BackupRecord::id)
                .toList();
    }
}
