package org.safeward.drill;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.safeward.archive.content.Manifest;
import org.safeward.backup.BackupRun;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.engine.BackupScript;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.Rehearsal;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.settings.Settings;

/**
 * The last step of a backup: its schema is made once, without rows, unless an earlier backup with the same one has told what becomes of it. What
 * cannot be made is a warning of the backup, now that the database is there to be mended. The backup is in its place before: whatever
 * this step fails of changes nothing about it.
 */
@Named("schemaStep")
@Dependent
public class RehearseSchema extends JobStep {
    private static final Logger LOG = System.getLogger(RehearseSchema.class.getName());

    @Inject
    private Databases databases;

    @Inject
    private BackupRecords records;

    @Inject
    private RehearsedSchemas schemas;

    @Inject
    private LoadingRights rights;

    @Inject
    private Settings settings;

    @Override
    protected void run(LiveJob job) {
        BackupRun run = job.plan(BackupRun.class);
        if (!settings.drill().schema() || run.written().isDegraded()) {
            return;
        }
        try {
            LowPriority.during(() -> rehearse(records.get(run.record()), run, job));
        } catch (Fault | IOException e) {
            LOG.log(Level.INFO, "the schema of backup " + run.record() + " was not rehearsed: " + e.getMessage());
            job.checked("CHECK_SCHEMA_NOT_REHEARSED", e.getMessage());
        }
    }

    private void rehearse(BackupRecord record, BackupRun run, LiveJob job) throws IOException {
        Optional<RehearsedSchemas.Known> known = schemas.of(record);
        if (known.isPresent()) {
            warn(record, known.get().failing(), job);
            job.checked(RehearsedSchemas.KNOWN, known.get().record());
            return;
        }
        DatabaseEngine engine = databases.engineForDrills(job.database());
        Manifest manifest = run.written();
        rights.require(engine, manifest.details(), record.sha256());
        BackupScript script =
                new BackupScript(record.file().orElseThrow(), Optional.of(manifest), false).openedBy(run.key());
        Optional<Rehearsal> rehearsal = engine.rehearse(script, job.place(), job);
        if (rehearsal.isPresent()) {
            List<Warning> failing = rehearsal.get().failing();
            warn(record, failing, job);
            job.checked(
                    rehearsal.get().whole() ? RehearsedSchemas.REHEARSED : RehearsedSchemas.IN_PART, failing.size());
        }
    }

    /** What the dump has warned of, it has explained better. */
    private void warn(BackupRecord record, List<Warning> failing, LiveJob job) {
        Set<String> told = record.warnings().stream().map(Warning::object).collect(Collectors.toSet());
        List<Warning> news = failing.stream()
                .filter(warning -> !told.contains(warning.object()))
                .toList();
        if (!news.isEmpty()) {
            news.forEach(job::warn);
            records.change(record.id(), row -> row.warn(news));
        }
    }
}
