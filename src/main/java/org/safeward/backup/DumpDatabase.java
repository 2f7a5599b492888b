package org.safeward.backup;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.archive.BackupFileWriter;
import org.safeward.archive.age.Recipients;
import org.safeward.archive.content.ManifestDraft;
import org.safeward.backup.spool.SpoolRoom;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.backup.trash.TrashRoom;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.DumpFacts;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.settings.Product;
import org.safeward.settings.Settings;
import org.safeward.store.BackupStore;

/** Writes the database into a temporary file, with its manifest, down to the disk. */
@Named("dumpStep")
@Dependent
public class DumpDatabase extends JobStep {
    @Inject
    private Databases databases;

    @Inject
    private BackupRecords records;

    @Inject
    private BackupStore store;

    @Inject
    private BackupPlaces places;

    @Inject
    private BackupStores stores;

    @Inject
    private SpoolRoom spool;

    @Inject
    private TrashRoom room;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    @Override
    protected void run(LiveJob job) throws IOException {
        run(job.plan(BackupRun.class), job);
    }

    void run(BackupRun run, LiveJob job) throws IOException {
        records.change(run.record(), record -> record.start(clock.instant()));
        job.expect(records.newestGood(run.database())
                .map(BackupRecord::databaseSize)
                .orElse(0L));
        DatabaseEngine engine = databases.engine(run.database());
        stores.prepare(places.chain(run.database()));
        spool.require();
        room.make(run.database(), places.of(run.database()));
        Path temporary = store.temporary(places.of(run.database()), job.id());
        // A second safety backup of the same restore writes to the same place.
        store.delete(temporary);
        run.writesTo(temporary);
        run.writesAs(engine.dumpKind());
        Optional<Recipients> recipients = recipients(run);
        run.packsAs(settings.files().packed());
        try (BackupFileWriter file = BackupFileWriter.create(
                temporary, run.format(), run.script(), settings.files().compression(), recipients)) {
            DumpFacts dumped = engine.dump(file.sql(), job);
            job.checkpoint();
            dumped.warnings().forEach(job::warn);
            run.wrote(file.finish(draft(run, engine, dumped)), file.key(), recipients.isPresent());
        } catch (IOException e) {
            throw store.fault(e, temporary);
        }
    }

    private Optional<Recipients> recipients(BackupRun run) {
        return run.safety() && !settings.files().encryptSafety()
                ? Optional.empty()
                : settings.files().recipients();
    }

    private static ManifestDraft draft(BackupRun run, DatabaseEngine engine, DumpFacts dumped) {
        return new ManifestDraft(
                Product.NAME_AND_VERSION,
                engine.kind(),
                dumped.engineVersion(),
                run.database(),
                dumped.moment(),
                dumped.tables(),
                dumped.details(),
                dumped.warnings());
    }
}
