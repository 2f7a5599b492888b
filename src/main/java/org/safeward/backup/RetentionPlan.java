package org.safeward.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.Job;
import org.safeward.catalog.Jobs;

/** What retention would do with the backups of a database now. */
@ApplicationScoped
class RetentionPlan {
    @Inject
    private BackupRecords records;

    @Inject
    private Jobs jobs;

    List<Retention.Decision> of(String database, Retention.Rules rules) {
        List<Job> active = jobs.active();
        List<Retention.Facts> facts = records.ofDatabase(database).stream()
                .map(record -> facts(record, active))
                .toList();
        return Retention.decide(facts, rules, Instant.now());
    }

    private static Retention.Facts facts(BackupRecord record, List<Job> active) {
        boolean completed = record.completedAt() != null;
        return new Retention.Facts(
                record.id(),
                completed ? record.completedAt() : record.createdAt(),
                record.status(),
                record.origin(),
                record.verifiedAt() != null && hasFile(record),
                record.degraded(),
                record.pinned(),
                active.stream().anyMatch(job -> RemoveBackup.uses(job, record)));
    }

    /** A record whose file somebody removed is no backup, and must not be the reason why a real one goes. */
    private static boolean hasFile(BackupRecord record) {
        return !record.filePath().isEmpty() && Files.exists(Path.of(record.filePath()));
    }
}
