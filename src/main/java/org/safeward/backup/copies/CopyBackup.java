package org.safeward.backup.copies;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.safeward.backup.BackupRun;
import org.safeward.backup.FileCopy;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.engine.WorkStopped;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.PrivateFile;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.store.BackupStore;

/** Copies a good backup to the second directory. If that fails, the backup is as good as it was, and somebody is told. */
@Named("copyStep")
@Dependent
public class CopyBackup extends JobStep {
    private static final Logger LOG = System.getLogger(CopyBackup.class.getName());

    @Inject
    private BackupRecords records;

    @Inject
    private BackupPlaces places;

    @Inject
    private BackupStore store;

    @Inject
    private BackupStores stores;

    @Inject
    private Event<CopyFailed> failed;

    @Override
    protected void run(LiveJob job) {
        run(job.plan(BackupRun.class), job);
    }

    public void run(BackupRun run, LiveJob job) {
        places.second(run.database()).ifPresent(folder -> copy(records.get(run.record()), folder, job));
    }

    private void copy(BackupRecord record, Path folder, LiveJob job) {
        try {
            Path copy = copy(Path.of(record.filePath()), folder, record.sha256(), job);
            records.change(record.id(), row -> row.copied(copy));
            job.checked("CHECK_COPIED", folder);
        } catch (IOException | Fault e) {
            tell(record, folder, e);
        } catch (WorkStopped e) {
            tell(record, folder, e);
            throw e;
        }
    }

    private void tell(BackupRecord record, Path folder, Exception reason) {
        LOG.log(Level.WARNING, "the copy of backup " + record.id() + " to " + folder + " failed", reason);
        failed.fire(new CopyFailed(record, new Fault(reason, ErrorCode.COPY_FAILED, folder)));
    }

    private Path copy(Path file, Path folder, String sha256, LiveJob job) throws IOException {
        stores.prepare(places.secondChain(job.database()));
        Path temporary = store.temporary(folder, job.id());
        try {
            store.delete(temporary);
            String copied = FileCopy.copy(file, PrivateFile.create(temporary), job::checkpoint);
            if (!copied.equals(sha256)) {
                throw new Fault(ErrorCode.BACKUP_DAMAGED, file);
            }
            stores.require(folder);
            Path copy = folder.resolve(file.getFileName());
            store.publish(temporary, copy);
            return copy;
        } finally {
            store.discard(folder, job.id());
        }
    }
}
