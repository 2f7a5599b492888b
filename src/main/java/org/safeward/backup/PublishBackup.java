package org.safeward.backup;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobFence;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.store.BackupStore;

/**
 * Gives the verified file its final name and completes the record, in this order: the record names a file only when there is
 * one. If the server dies between the two, {@link TidyBackups} finds the named file and completes the record.
 */
@Named("publishStep")
@Dependent
public class PublishBackup extends JobStep {
    private static final Logger LOG = System.getLogger(PublishBackup.class.getName());

    @Inject
    private BackupRecords records;

    @Inject
    private BackupStore store;

    @Inject
    private BackupStores stores;

    @Inject
    private JobFence fence;

    @Inject
    private InstantSource clock;

    @Override
    protected void run(LiveJob job) throws IOException {
        run(job.plan(BackupRun.class), job);
    }

    void run(BackupRun run, LiveJob job) throws IOException {
        job.checkpoint();
        fence.pass(job);
        Path file = records.get(run.record()).file().orElseThrow();
        // Its disk may have gone while the file was written: what was written since lies on another one.
        stores.require(file.getParent());
        publish(run.temporary(), file);
        try {
            reached(job, "renamed");
            complete(run, job);
        } catch (RuntimeException e) {
            withdraw(run, file);
            throw e;
        }
    }

    private void publish(Path temporary, Path file) {
        try {
            store.publish(temporary, file);
        } catch (IOException e) {
            throw store.fault(e, file);
        }
    }

    private void complete(BackupRun run, LiveJob job) {
        if (isCompleted(run)) {
            return;
        }
        fence.pass(job);
        BackupRecord record = records.change(run.record(), this::complete);
        if (record.status() != RunState.COMPLETED) {
            // Somebody else has ended the job between the fence and here.
            throw new Fault(ErrorCode.CLAIM_LOST, job.database());
        }
    }

    private void complete(BackupRecord record) {
        if (!record.status().ended()) {
            record.complete(clock.instant());
        }
    }

    /** The file stays only if somebody else, who took the job for abandoned, has found it and completed the record. */
    private void withdraw(BackupRun run, Path file) throws IOException {
        try {
            if (isCompleted(run)) {
                return;
            }
        } catch (RuntimeException e) {
            // Nobody can tell now; at the next start the record and its file are put together again.
            LOG.log(Level.WARNING, "backup file " + file + " could not be completed in the catalog", e);
            return;
        }
        store.delete(file);
    }

    private boolean isCompleted(BackupRun run) {
        return records.find(run.record()).map(BackupRecord::status).orElse(RunState.FAILED) == RunState.COMPLETED;
    }
}
