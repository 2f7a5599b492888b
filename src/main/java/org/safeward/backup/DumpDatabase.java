package org.safeward.backup;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.safeward.archive.BackupFileWriter;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.age.Recipients;
import org.safeward.archive.content.ManifestDraft;
import org.safeward.archive.content.ScriptKind;
import org.safeward.archive.parallel.Compression;
import org.safeward.backup.spool.SpoolRoom;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.backup.trash.TrashRoom;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.DumpFacts;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.settings.Product;
import org.safeward.settings.Settings;
import org.safeward.store.BackupStore;

/** Writes the database into a temporary file, with its manifest, down to the disk. */
@Named("dumpStep")
@Dependent
public class DumpDatabase extends JobStep {
    private static final Logger LOG = System.getLogger(DumpDatabase.class.getName());

    /** A snapshot needs room for the database beside its file, and takes no page that is damaged. */
    private static final Set<ErrorCode> A_SCRIPT_MAY_DO =
            EnumSet.of(ErrorCode.DATABASE_DAMAGED, ErrorCode.DISK_FULL, ErrorCode.VERIFY_FAILED);

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
        boolean snapshots = run.safety() || settings.files().snapshots();
        if (!snapshots || !run.packs() || !engine.takesSnapshots()) {
            script(run, engine, job);
            return;
        }
        try {
            run.writesAs(ScriptKind.SNAPSHOT);
            run.packsAs(BackupFormat.ZSTD);
            write(run, engine, settings.files().ofSnapshots(run.safety()), job);
            requireRoomToUnpack(run);
        } catch (Fault e) {
            if (!run.safety() || !A_SCRIPT_MAY_DO.contains(e.code())) {
                throw e;
            }
            // Whoever restores wants to keep what can be kept.
            LOG.log(Level.INFO, "no snapshot of {0}: {1}", run.database(), e.getMessage());
            run.forgetKey();
            store.delete(temporary);
            script(run, engine, job);
        }
    }

    /** Which the verification does: said here, a safety backup can still become a script. */
    private void requireRoomToUnpack(BackupRun run) {
        if (store.free(run.temporary().getParent()) < run.written().sqlBytes()) {
            throw new Fault(ErrorCode.DISK_FULL, run.temporary());
        }
    }

    private void script(BackupRun run, DatabaseEngine engine, LiveJob job) throws IOException {
        run.writesAs(engine.dumpKind());
        run.packsAs(settings.files().packed());
        write(run, engine, settings.files().compression(), job);
    }

    private void write(BackupRun run, DatabaseEngine engine, Compression compression, LiveJob job) throws IOException {
        Path temporary = run.temporary();
        Optional<Recipients> recipients = recipients(run);
        try (BackupFileWriter file =
                BackupFileWriter.create(temporary, run.format(), run.script(), compression, recipients)) {
            // Named as what is temporary: so it goes with the job that was killed while it was there.
            Path scratch = temporary.resolveSibling(temporary.getFileName() + "-image");
            DumpFacts dumped = run.script() == ScriptKind.SNAPSHOT
                    ? engine.snapshot(file.sql(), scratch, job)
                    : engine.dump(file.sql(), job);
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
