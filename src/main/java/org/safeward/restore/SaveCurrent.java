package org.safeward.restore;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.safeward.backup.SafetyBackup;
import org.safeward.databases.Databases;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.WorkStopped;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Faults;
import org.safeward.restore.source.LostDatabase;

/** Backs up what is live now, before it is replaced, and watches it from the backup's beginning on. */
@Named("safetyStep")
@Dependent
public class SaveCurrent extends JobStep {
    @Inject
    private Databases databases;

    @Inject
    private SafetyBackup backup;

    @Inject
    private Jobs jobs;

    @Override
    protected void run(LiveJob job) {
        run(job.plan(RestorePlan.class), job);
    }

    void run(RestorePlan plan, LiveJob job) {
        if (!plan.replaces()) {
            return;
        }
        if (!plan.request().safetyBackup()) {
            job.checked("CHECK_NO_SAFETY_ASKED");
            return;
        }
        try {
            save(plan, job);
        } catch (WorkStopped e) {
            throw e;
        } catch (Exception e) {
            notSaved(e, job);
        }
    }

    private void save(RestorePlan plan, LiveJob job) throws Exception {
        DatabaseEngine engine = databases.engine(job.database());
        plan.watch(engine.watch());
        long record = backup.take(job);
        jobs.change(job.id(), row -> row.savedIn(record));
        job.checked("CHECK_SAFETY", record);
    }

    private void notSaved(Exception failure, LiveJob job) {
        job.checkpoint();
        Fault fault = Faults.of(failure);
        if (LostDatabase.isMissing(fault)) {
            job.checked("CHECK_NO_SAFETY_MISSING");
        } else if (fault.code() == ErrorCode.CLAIM_LOST) {
            throw fault;
        } else {
            throw new Fault(fault, ErrorCode.SAFETY_BACKUP_FAILED, fault);
        }
    }
}
