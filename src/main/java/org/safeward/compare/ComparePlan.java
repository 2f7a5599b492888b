package org.safeward.compare;

import java.util.Optional;
import org.safeward.backup.BackupContent;
import org.safeward.drill.StagingPlan;
import org.safeward.restore.source.HeldUpload;

/** What a job compares: a backup with a file that was uploaded, or with the live database when there is none. */
final class ComparePlan extends StagingPlan {
    private final CompareBackups.Backup left;
    private final Optional<HeldUpload> upload;

    ComparePlan(CompareBackups.Backup left, Optional<HeldUpload> upload) {
        this.left = left;
        this.upload = upload;
    }

    CompareBackups.Backup left() {
        return left;
    }

    BackupContent content() {
        return BackupContent.of(left.manifest());
    }

    Optional<HeldUpload> upload() {
        return upload;
    }
}
