package org.safeward.drill;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.nio.file.Files;
import org.safeward.archive.content.Manifest;
import org.safeward.backup.CheckedFile;
import org.safeward.backup.FileCheck;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.Destination;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.restore.preview.LoadedCode;
import org.safeward.settings.DrillSettings;
import org.safeward.settings.Settings;

/** Reads the file to its end and holds it against its record; then whether it may be built at all. */
@Named("readStep")
@Dependent
public class ReadCopy extends JobStep {
    @Inject
    private Databases databases;

    @Inject
    private BackupRecords records;

    @Inject
    private FileCheck check;

    @Inject
    private Settings settings;

    @Override
    protected void run(LiveJob job) throws IOException {
        run(job.plan(DrillPlan.class), job);
    }

    private void run(DrillPlan plan, LiveJob job) throws IOException {
        if (!Files.exists(plan.file())) {
            throw new Fault(ErrorCode.BACKUP_FILE_MISSING, plan.file());
        }
        BackupRecord record = records.get(plan.record());
        DatabaseEngine engine = databases.engineForDrills(job.database());
        CheckedFile file = check.again(plan.file(), record, engine, job);
        Manifest manifest = file.manifest().orElseThrow();
        plan.read(manifest);
        job.checked("CHECK_FILE", manifest.tables().size());
        if (engine.kind().equals(PostgresEngine.KIND)) {
            requireHarmless(engine, manifest, file.fileSha256());
        }
    }

    /** On a server that is there for drills anything may run, and there is as much room as its owner has given it. */
    private void requireHarmless(DatabaseEngine engine, Manifest manifest, String sha256) {
        DrillSettings drill = settings.drill();
        drill.requireRoomFor(manifest.sqlBytes());
        if (drill.postgresqlUrl().isEmpty() && !drill.trust()) {
            LoadedCode.of(engine, manifest.details(), sha256, new Destination.Drill())
                    .ifPresent(code -> {
                        throw new Fault(
                                ErrorCode.DRILL_IMPOSSIBLE,
                                "loading runs functions of users with the rights of "
                                        + String.join(", ", code.rights()));
                    });
        }
    }
}
