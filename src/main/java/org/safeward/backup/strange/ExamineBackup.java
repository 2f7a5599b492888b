package org.safeward.backup.strange;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.fault.Warning;
import org.safeward.jobs.LiveJob;

/**
 * Holds a backup that was read back against the newest good one before it, and marks it when it is strange. Before it is published: one
 * that is completed was examined.
 *
 * <p>Safety backups are neither examined nor compared with: what is wrong with the database then is most likely why somebody restores.
 */
@ApplicationScoped
public class ExamineBackup {
    @Inject
    private BackupRecords records;

    /** @param record verified, and not yet completed */
    public void run(BackupRecord record, LiveJob job) {
        if (record.origin() == BackupOrigin.SAFETY || record.degraded()) {
            return;
        }
        Optional<BackupRecord> before = records.newestExamined(record.database());
        before.ifPresent(other -> compare(other, record, job));
    }

    private void compare(BackupRecord before, BackupRecord record, LiveJob job) {
        Strangeness.Seen now = seen(record);
        boolean sameKind = before.format().equals(record.format());
        List<Warning> found =
                Strangeness.of(sameKind ? seen(before) : seen(before).sizedAs(now), now);
        if (found.isEmpty()) {
            job.checked("CHECK_COMPARED", before.id());
        } else {
            records.change(record.id(), row -> row.foundStrange(found));
            job.checked("CHECK_STRANGE", before.id());
        }
    }

    private static Strangeness.Seen seen(BackupRecord record) {
        return Strangeness.Seen.of(record.id(), record.database(), record);
    }
}
