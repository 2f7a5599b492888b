package org.safeward.drill;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import org.safeward.archive.content.Manifest;
import org.safeward.backup.CheckedFile;
import org.safeward.backup.FileCheck;
import org.safeward.backup.fetch.Diagnosis;
import org.safeward.backup.fetch.FoundCopy;
import org.safeward.backup.fetch.NearestCopy;
import org.safeward.backup.identities.ShowIdentity;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.settings.Settings;
import org.safeward.store.BackupStore;

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
    private NearestCopy nearest;

    @Inject
    private ShowIdentity shown;

    @Inject
    private LoadingRights rights;

    @Inject
    private Settings settings;

    @Override
    protected void run(LiveJob job) throws IOException {
        run(job.plan(DrillPlan.class), job);
    }

    private void run(DrillPlan plan, LiveJob job) throws IOException {
        BackupRecord record = records.get(plan.record());
        DatabaseEngine engine = databases.engineForDrills(job.database());
        CheckedFile file = read(plan, record, engine, job);
        if (BackupStore.isEncrypted(plan.file().toString())) {
            shown.openedByFile();
        }
        Manifest manifest = file.manifest().orElseThrow();
        plan.read(manifest);
        job.checked("CHECK_FILE", manifest.tables().size());
        if (engine.kind().equals(PostgresEngine.KIND)) {
            settings.drill().requireRoomFor(manifest.sqlBytes());
        }
        rights.require(engine, manifest.details(), file.fileSha256());
    }

    /** A file that is here is the one to be proven, whatever is found; only where there is none another copy takes its place. */
    private CheckedFile read(DrillPlan plan, BackupRecord record, DatabaseEngine engine, LiveJob job)
            throws IOException {
        Diagnosis diagnosis = (file, sum) -> check.wrong(file, sum, engine, plan.key(), job);
        if (plan.chosen().isPresent()) {
            nearest.read(record, plan.file(), diagnosis, job);
            return check.same(record, engine);
        }
        job.expect(record.fileSize());
        FoundCopy found = nearest.find(record, plan.key(), diagnosis, job);
        plan.found(found);
        found.tell(job);
        return check.same(record, engine);
    }
}
