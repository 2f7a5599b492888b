package org.safeward.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.engine.WorkStopped;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobEnding;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Faults;
import org.safeward.settings.Settings;

/** A backup within a restore, under the restore's claim: dumped, verified and published like any other. */
@ApplicationScoped
public class SafetyBackup {
    @Inject
    private Jobs jobs;

    @Inject
    private BackupOpening opening;

    @Inject
    private DumpDatabase dump;

    @Inject
    private VerifyBackup verify;

    @Inject
    private PublishBackup publish;

    @Inject
    private BackupRecords records;

    @Inject
    private JobEnding ending;

    @Inject
    private Settings settings;

    /**
     * @return the id of its record
     * @throws Fault DATABASE_MISSING when there is nothing to save: then there is no record either; whatever else a backup fails of
     */
    public long take(LiveJob restore) throws IOException {
        String reason = settings.language().text("REASON_SAFETY");
        BackupRun run = opening.openWithin(jobs.get(restore.id()), BackupOrigin.SAFETY, reason);
        try {
            dump.run(run, restore);
            verify.run(run, restore);
            publish.run(run, restore);
            if (run.written().isDegraded()) {
                throw new Fault(ErrorCode.BACKUP_DEGRADED);
            }
        } catch (WorkStopped e) {
            // The restore ends as its stop says, and this record with it.
            throw e;
        } catch (IOException | RuntimeException e) {
            end(run, Faults.of(e));
            throw e;
        } finally {
            run.forgetKey();
        }
        return run.record();
    }

    private void end(BackupRun run, Fault reason) {
        if (reason.code() == ErrorCode.DATABASE_MISSING) {
            records.remove(run.record());
        } else if (reason.code() != ErrorCode.BACKUP_DEGRADED) {
            ending.endRecord(run.record(), RunState.FAILED, reason);
        }
    }
}
