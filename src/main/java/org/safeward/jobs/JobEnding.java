package org.safeward.jobs;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.safeward.access.audit.Audit;
import org.safeward.access.audit.AuditEntry;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Claims;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;
import org.safeward.settings.Settings;

/** The one place that writes how a job ended: into its row, into the records that it did not complete, and out of the claims. */
@Stateless
public class JobEnding {
    @Inject
    private Jobs jobs;

    @Inject
    private BackupRecords records;

    @Inject
    private Claims claims;

    @Inject
    private LiveJobs lives;

    @Inject
    private Audit audit;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    /** Ends a job of this node by what it has come to. */
    public Job end(LiveJob live) {
        Instant now = clock.instant();
        // What comes after the publication does not make a good backup a failed one.
        boolean whole = live.kind() == JobKind.BACKUP && isCompleted(records.ofJob(live.id()));
        Job job = jobs.change(live.id(), row -> {
            live.progress().report(row);
            if (whole) {
                row.complete(now);
            } else if (live.failure().isPresent()) {
                row.end(RunState.FAILED, live.failure().get(), now);
            } else if (live.stopReason().isPresent()) {
                stopped(row, live.stopReason().get(), now);
            } else if (live.progress().isWhole()) {
                row.complete(now);
            } else {
                // The batch runtime itself has failed between two steps.
                row.end(RunState.FAILED, new Fault(ErrorCode.INTERNAL, "batch job " + row.executionId()), now);
            }
        });
        endRecords(job);
        claims.release(live.token());
        audited(job);
        return job;
    }

    /** Ends a job that no node works on any more. */
    public Job abandon(long id) {
        Instant now = clock.instant();
        // A backup can be whole although its server died: its file was published just before.
        boolean whole = jobs.get(id).kind() == JobKind.BACKUP && isCompleted(records.ofJob(id));
        Job job = jobs.change(id, row -> {
            if (whole) {
                row.complete(now);
            } else {
                row.end(RunState.FAILED, abandoned(row), now);
            }
        });
        endRecords(job);
        claims.revoke(id);
        audited(job);
        return job;
    }

    private static boolean isCompleted(List<BackupRecord> made) {
        return !made.isEmpty() && made.stream().allMatch(record -> record.status() == RunState.COMPLETED);
    }

    private void stopped(Job row, StopReason reason, Instant now) {
        switch (reason) {
            case CANCEL, BATCH_RUNTIME -> row.end(RunState.CANCELLED, new Fault(ErrorCode.JOB_CANCELLED), now);
            case TIMEOUT ->
                row.end(
                        RunState.TIMEOUT,
                        new Fault(
                                ErrorCode.JOB_TIMEOUT, settings.backupTimeout().toSeconds() + " s"),
                        now);
            case CLAIM_LOST -> row.end(RunState.FAILED, new Fault(ErrorCode.CLAIM_LOST, row.database()), now);
            case SHUTDOWN -> row.end(RunState.FAILED, new Fault(ErrorCode.SERVER_STOPPED, row.step()), now);
        }
    }

    private static Fault abandoned(Job row) {
        if (row.pastReturn()) {
            return new Fault(ErrorCode.RESTORE_INTERRUPTED, row.safetyRecordId() == null ? "-" : row.safetyRecordId());
        }
        return new Fault(ErrorCode.SERVER_STOPPED, row.step().isEmpty() ? "start" : row.step());
    }

    /** The request for it has an entry of its own, as far as somebody asked for it. */
    private void audited(Job job) {
        String result = job.state() == RunState.COMPLETED
                ? AuditEntry.DONE
                : job.errorCode().name();
        String action = "job." + job.kind().text();
        audit.record(job.requestedBy(), Node.NAME, action, "database " + job.database() + ", job " + job.id(), result);
    }

    private void endRecords(Job job) {
        for (BackupRecord record : records.ofJob(job.id())) {
            if (!record.status().ended()) {
                endRecord(record.id(), job.state(), Fault.kept(job.errorCode(), job.errorArguments()));
            }
        }
    }

    /** Ends a record for a reason of its own: the safety backup of a restore can fail where the restore goes on or fails of it. */
    public void endRecord(long id, RunState end, Fault reason) {
        String text = settings.language().message(reason);
        records.change(id, row -> {
            if (!row.status().ended()) {
                row.end(end, reason, text, clock.instant());
            }
        });
    }
}
