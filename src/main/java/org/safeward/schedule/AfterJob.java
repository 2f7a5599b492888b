package org.safeward.schedule;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.jobs.JobEnded;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;

/** What the schedule makes of a job's end: a failed automatic backup is tried again, one that had to wait begins. */
@ApplicationScoped
class AfterJob {
    @Resource
    private ManagedExecutorService executor;

    @Inject
    private BackupRecords records;

    @Inject
    private Retries retries;

    @Inject
    private BackupTimer timer;

    void after(@Observes JobEnded done) {
        Job job = done.job();
        if (isAutomatic(job) && isFailure(job)) {
            retries.plan(job.database());
        }
        // Not on this thread, which ends a job or starts the server; the timer waits for its own start.
        executor.execute(() -> timer.look(job.database()));
    }

    private boolean isAutomatic(Job job) {
        return job.kind() == JobKind.BACKUP
                && records.find(job.recordId()).map(BackupRecord::origin).orElse(null) == BackupOrigin.SCHEDULE;
    }

    /** Somebody who cancels a backup does not want it tried again. */
    private static boolean isFailure(Job job) {
        return job.state() == RunState.FAILED || job.state() == RunState.TIMEOUT;
    }
}
