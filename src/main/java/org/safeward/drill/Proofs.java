package org.safeward.drill;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;

/** What drills have come to: when it was last proven that a database's backups come back, and how the last drill ended. */
@ApplicationScoped
public class Proofs {
    /** The check of a drill that has proven its backup; others have counted at most. */
    static final String CHECK = "CHECK_PROVEN";

    private static final Set<ErrorCode> REFUTING = EnumSet.of(
            ErrorCode.DRILL_DIFFERS,
            ErrorCode.MANIFEST_MISMATCH,
            ErrorCode.BACKUP_DAMAGED,
            ErrorCode.BACKUP_TRUNCATED,
            ErrorCode.BACKUP_FILE_MISSING,
            ErrorCode.ZIP_INVALID,
            ErrorCode.FILE_EMPTY,
            ErrorCode.FILE_NOT_TEXT);

    /** Drills that have only counted are those of backups from before there were digests. */
    private static final int MOST_READ = 20;

    @Inject
    private BackupRecords records;

    @Inject
    private Jobs jobs;

    /**
     * That a backup came back.
     *
     * @param backup empty when it is gone since, or a later drill has refuted it: that it came back then remains true
     */
    public record Proof(Instant at, Optional<BackupRecord> backup) {}

    public Optional<Proof> last(String database) {
        Jobs.Filter completed = new Jobs.Filter(
                Optional.of(database), Optional.of(JobKind.DRILL), Optional.of(RunState.COMPLETED), 0, MOST_READ);
        return jobs.list(completed).stream()
                .filter(job ->
                        job.checks().stream().anyMatch(check -> check.key().equals(CHECK)))
                .findFirst()
                .map(this::proof);
    }

    private Proof proof(Job drill) {
        Optional<BackupRecord> backup = Optional.ofNullable(drill.recordId())
                .flatMap(records::find)
                .filter(record -> record.provenAt() != null);
        return new Proof(backup.map(BackupRecord::provenAt).orElse(drill.endedAt()), backup);
    }

    /** The last drill that says something: one that was cancelled does not, and neither does one that still runs. */
    public Optional<Job> lastDrill(String database) {
        return jobs.lastUncancelled(database, JobKind.DRILL);
    }

    /** Whether a drill has found that its backup is not, or no longer, what was backed up; others have failed of something around it. */
    public static boolean refutes(Job drill) {
        return drill.errorCode() != null && REFUTING.contains(drill.errorCode());
    }
}
