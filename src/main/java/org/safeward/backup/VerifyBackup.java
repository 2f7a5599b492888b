package org.safeward.backup;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ReadLimits;
import org.safeward.backup.strange.ExamineBackup;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.ThisNode;
import org.safeward.catalog.VerifiedFile;
import org.safeward.databases.Databases;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.store.BackupStore;

/** Reads the file back from the disk and compares it with what was written: the only way to a good backup. */
@Named("verifyStep")
@Dependent
public class VerifyBackup extends JobStep {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd_HHmmss").withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter ISO_STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss-SSS'Z'").withZone(ZoneOffset.UTC);

    @Inject
    private Databases databases;

    @Inject
    private BackupRecords records;

    @Inject
    private BackupStore store;

    @Inject
    private FileCheck check;

    @Inject
    private ThisNode node;

    @Inject
    private ExamineBackup examine;

    @Inject
    private InstantSource clock;

    @Override
    protected void run(LiveJob job) throws IOException {
        run(job.plan(BackupRun.class), job);
    }

    void run(BackupRun run, LiveJob job) throws IOException {
        job.expect(run.written().sqlBytes());
        CheckedFile file = readBack(run, job);
        if (!file.manifest().equals(Optional.of(run.written()))) {
            throw new Fault(ErrorCode.VERIFY_FAILED, "manifest");
        }
        Path place = finalName(run);
        Manifest manifest = run.written();
        VerifiedFile verified = new VerifiedFile(
                place,
                Files.size(run.temporary()),
                file.fileSha256(),
                manifest.sqlBytes(),
                manifest.sha256(),
                manifest.tables().size(),
                manifest.rowCount(),
                manifest.toJson(),
                run.script().name().toLowerCase(Locale.ROOT),
                manifest.isDegraded(),
                manifest.warnings());
        BackupRecord record = records.change(run.record(), row -> {
            row.verified(verified, clock.instant());
            row.whereabouts(row.whereabouts().on(node.name()));
        });
        job.checked("CHECK_READ_BACK", manifest.tables().size(), manifest.rowCount(), file.fileSha256());
        examine.run(record, job);
    }

    private CheckedFile readBack(BackupRun run, LiveJob job) {
        try {
            return check.run(run.temporary(), databases.engine(run.database()), run.key(), ReadLimits.NONE, job);
        } catch (Fault e) {
            throw new Fault(e, ErrorCode.VERIFY_FAILED, e);
        } catch (IOException e) {
            throw store.fault(e, run.temporary());
        }
    }

    private Path finalName(BackupRun run) {
        BackupRecord record = records.get(run.record());
        return store.freeName(
                run.temporary().getParent(), stem(record), run.suffix(), file -> records.names(file.toString()));
    }

    /** Each of the two contracts has its own pattern. */
    private static String stem(BackupRecord record) {
        return switch (record.origin()) {
            case MAINTENANCE -> "backup-" + ISO_STAMP.format(record.createdAt());
            case SCHEDULE -> "backup_auto_" + STAMP.format(record.createdAt());
            case REQUEST, SAFETY -> "backup_manual_" + STAMP.format(record.createdAt());
        };
    }
}
