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
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.engine.WorkStopped;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;

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
    private SecondCopy second;

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
            second.make(record, job.id(), job::checkpoint);
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
}
