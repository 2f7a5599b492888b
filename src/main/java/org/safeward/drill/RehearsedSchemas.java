package org.safeward.drill;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;
import org.safeward.jobs.record.Jobs;

/**
 * What is known of the schema of a backup since an earlier one had the same: what was found when it was rehearsed, or that a drill has brought all
 * of it back. Each backup hands it on to the next one, so that few have to be looked at.
 */
@ApplicationScoped
class RehearsedSchemas {
    /** The checks of a backup whose schema was rehearsed, and of one that has it from an earlier one. */
    static final String REHEARSED = "CHECK_SCHEMA_REHEARSED";

    static final String IN_PART = "CHECK_SCHEMA_IN_PART";
    static final String KNOWN = "CHECK_SCHEMA_KNOWN";
    private static final List<String> CHECKS = List.of(REHEARSED, IN_PART, KNOWN);
    /** Safety backups are made within other jobs, which rehearse nothing. */
    private static final List<BackupOrigin> ORIGINS =
            List.of(BackupOrigin.REQUEST, BackupOrigin.SCHEDULE, BackupOrigin.MAINTENANCE);

    private static final int MOST_READ = 5;

    @Inject
    private BackupRecords records;

    @Inject
    private Jobs jobs;

    /** An earlier backup, and what of the schema that it shares is known to fail. */
    record Known(long record, List<Warning> failing) {}

    Optional<Known> of(BackupRecord record) {
        BackupRecords.Filter filter = new BackupRecords.Filter(
                Optional.of(record.database()), Optional.of(RunState.COMPLETED), ORIGINS, false, 0, MOST_READ);
        return records.list(filter).stream()
                .filter(other -> other.id() < record.id() && hasSameSchema(other, record))
                .filter(other -> other.provenAt() != null || wasRehearsed(other))
                .findFirst()
                .map(other -> new Known(other.id(), failing(other)));
    }

    private static boolean hasSameSchema(BackupRecord one, BackupRecord other) {
        Optional<List<String>> schema = schemaOf(one);
        return schema.isPresent() && schema.equals(schemaOf(other));
    }

    /** The text, and the version that made it: another one may take it otherwise. */
    private static Optional<List<String>> schemaOf(BackupRecord record) {
        return Optional.ofNullable(record.manifestJson())
                .map(Manifest::fromJson)
                .filter(manifest -> manifest.details().containsKey("digest_schema"))
                .map(manifest ->
                        List.of(manifest.engineVersion(), manifest.details().get("digest_schema")));
    }

    private boolean wasRehearsed(BackupRecord record) {
        return jobs.find(record.taskId())
                .filter(job -> Objects.equals(job.recordId(), record.id()))
                .filter(job -> job.checks().stream().anyMatch(check -> CHECKS.contains(check.key())))
                .isPresent();
    }

    private static List<Warning> failing(BackupRecord record) {
        return record.warnings().stream()
                .filter(warning -> warning.code().equals(WarningCode.FAILS_IN_REHEARSAL.name()))
                .toList();
    }
}
