package org.safeward.restore;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.nio.file.Files;
import org.safeward.archive.content.ReadLimits;
import org.safeward.backup.CheckedFile;
import org.safeward.backup.FileCheck;
import org.safeward.backup.fetch.FoundCopy;
import org.safeward.backup.fetch.NearestCopy;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.engine.DatabaseEngine;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.restore.destination.NamedTables;
import org.safeward.settings.Settings;
import org.safeward.store.BackupStore;

/** Makes sure of the whole file before anything else is done with it: a backup's from the nearest place that has a good copy. */
@Named("checkStep")
@Dependent
public class CheckFile extends JobStep {
    @Inject
    private Databases databases;

    @Inject
    private BackupRecords records;

    @Inject
    private BackupStore store;

    @Inject
    private Settings settings;

    @Inject
    private FileCheck check;

    @Inject
    private NearestCopy nearest;

    @Override
    protected void run(LiveJob job) throws IOException {
        run(job.plan(RestorePlan.class), job);
    }

    void run(RestorePlan plan, LiveJob job) throws IOException {
        CheckedFile file = checked(plan, job);
        plan.checked(file);
        file.manifest()
                .ifPresent(manifest -> NamedTables.require(
                        plan.request().destination(), manifest.tables(), databases.engine(job.database())));
        job.checked(
                file.manifest().isPresent() ? "CHECK_FILE" : "CHECK_FOREIGN_FILE",
                file.census().tables().size());
    }

    private CheckedFile checked(RestorePlan plan, LiveJob job) throws IOException {
        DatabaseEngine engine = databases.engine(job.database());
        if (plan.request().record().isPresent()) {
            BackupRecord record = records.get(plan.request().record().get());
            job.expect(record.fileSize());
            FoundCopy found = nearest.find(
                    record,
                    plan.request().key(),
                    (file, sum) -> check.wrong(file, sum, engine, plan.request().key(), job),
                    job);
            plan.found(found);
            found.tell(job);
            return check.same(record, engine);
        }
        if (!Files.exists(plan.file())) {
            throw new Fault(ErrorCode.BACKUP_FILE_MISSING, plan.file());
        }
        return check.run(plan.file(), engine, plan.request().key(), limits(plan), job);
    }

    /** An uploaded file may be anything, a bomb too; it has to fit beside the live database. */
    private ReadLimits limits(RestorePlan plan) {
        return plan.request().uploaded()
                ? ReadLimits.foreign(Long.MAX_VALUE, () -> store.free(settings.home()))
                : ReadLimits.NONE;
    }
}
