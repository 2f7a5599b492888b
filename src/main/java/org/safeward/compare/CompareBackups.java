package org.safeward.compare;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.safeward.archive.content.Manifest;
import org.safeward.backup.BackupContent;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Compares two backups of one database by what the catalog keeps of their manifests; no file is read. */
@ApplicationScoped
class CompareBackups {
    @Inject
    private BackupRecords records;

    /** A backup that can be compared, and what it says of itself. */
    record Backup(BackupRecord record, Manifest manifest) {
        Comparison.Side side() {
            return Comparison.Side.ofRecord(record.id(), manifest.createdAt().getEpochSecond());
        }
    }

    /** @throws Fault RECORD_NOT_FOUND, COMPARE_IMPOSSIBLE */
    Comparison compare(long leftId, long rightId) {
        Backup left = backup(leftId);
        Backup right = backup(rightId);
        if (!left.record().database().equals(right.record().database())) {
            throw new Fault(
                    ErrorCode.COMPARE_IMPOSSIBLE,
                    leftId + ": " + left.record().database() + ", " + rightId + ": "
                            + right.record().database());
        }
        requireEngine(leftId, left.manifest(), right.manifest().engine());
        return new Comparison(
                left.record().database(),
                left.manifest().engine(),
                left.side(),
                right.side(),
                BackupContent.of(left.manifest()).against(BackupContent.of(right.manifest())));
    }

    /** @throws Fault RECORD_NOT_FOUND, COMPARE_IMPOSSIBLE when it is not completed, or its manifest is not kept */
    Backup backup(long id) {
        BackupRecord record = records.get(id);
        if (record.status() != RunState.COMPLETED) {
            throw new Fault(
                    ErrorCode.COMPARE_IMPOSSIBLE, id + ": " + record.status().text());
        }
        if (record.manifestJson() == null) {
            throw new Fault(ErrorCode.COMPARE_IMPOSSIBLE, id + ": no manifest");
        }
        return new Backup(record, Manifest.fromJson(record.manifestJson()));
    }

    /** @throws Fault COMPARE_IMPOSSIBLE: the database was of another kind when the backup was made */
    static void requireEngine(long id, Manifest manifest, String engine) {
        if (!manifest.engine().equals(engine)) {
            throw new Fault(ErrorCode.COMPARE_IMPOSSIBLE, id + ": " + manifest.engine() + " / " + engine);
        }
    }
}
