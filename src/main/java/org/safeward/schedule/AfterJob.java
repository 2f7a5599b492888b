package org.safeward.schedule;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.BackupStatus;
import org.safeward.catalog.Job;
import org.safeward.catalog.JobKind;
import org.safeward.catalog.ScheduleState;
import org.safeward.catalog.ScheduleStates;
import org.safeward.jobs.JobDone;

/** What the schedule makes of a job's end: a failed automatic backup is tried again, one that had to wait begins. */
@ApplicationScoped
class AfterJob {
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15));

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private BackupRecords records;

    @Inject
    private ScheduleStates states;

    @Inject
    private NextRun next;

    @Inject
    private BackupTimer timer;

    void after(@Observes JobDone done) {
        Job job = done.job();
        if (isAutomatic(job) && isFailure(job)) {
            states.change(job.database(), this::planRetry);
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
        return job.state() == BackupStatus.FAILED || job.state() == BackupStatus.TIMEOUT;
    }

    private boolean planRetry(ScheduleState state) {
        if (state.retries() >= PAUSES.size()) {
            return false;
        }
        Instant now = Instant.now();
        Instant retry = now.plus(PAUSES.get(state.retries()));
        Optional<Instant> due = next.after(state.database(), now);
        if (due.isEmpty() || !retry.isBefore(due.get())) {
            return false;
        }
        state.retryAt(retry);
        return true;
    }
}
