package org.safeward.backup.fetch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.archive.content.FileSum;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.catalog.ThisNode;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Looks at the copies of a backup in directories of this machine. */
@ApplicationScoped
class CopyOnDisk {
    private static final Logger LOG = System.getLogger(CopyOnDisk.class.getName());

    @Inject
    private BackupRecords records;

    @Inject
    private BackupStores stores;

    @Inject
    private ThisNode node;

    @Inject
    private InstantSource clock;

    /**
     * Reads it whole. One that is not the backup is noted as damaged; one that is not there is for the scrubbing to note: somebody may just be moving it.
     *
     * @return why it cannot be used; empty when it can
     */
    Optional<Fault> read(BackupRecord record, CopyPlace place, Path file, Diagnosis diagnosis, Work work)
            throws IOException {
        Optional<Fault> absent = absent(record, file);
        if (absent.isPresent()) {
            return absent;
        }
        String sum;
        try {
            sum = FileSum.sha256(file, work::checkpoint);
        } catch (IOException e) {
            return Optional.of(new Fault(e, ErrorCode.STORE_UNREACHABLE, file.getParent()));
        }
        if (sum.equals(record.sha256())) {
            return Optional.empty();
        }
        damaged(record, place, file);
        return Optional.of(diagnosis.of(file, sum));
    }

    /** The same by its size alone. */
    Optional<Fault> look(BackupRecord record, Path file) {
        Optional<Fault> absent = absent(record, file);
        if (absent.isPresent()) {
            return absent;
        }
        try {
            long size = Files.size(file);
            return size == record.fileSize()
                    ? Optional.empty()
                    : Optional.of(new Fault(ErrorCode.BACKUP_DAMAGED, size + " / " + record.fileSize() + " B"));
        } catch (IOException e) {
            return Optional.of(new Fault(e, ErrorCode.STORE_UNREACHABLE, file.getParent()));
        }
    }

    private Optional<Fault> absent(BackupRecord record, Path file) {
        if (Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(node.other(record.whereabouts().node())
                .map(other -> new Fault(ErrorCode.BACKUP_ON_OTHER_NODE, other, file))
                .orElseGet(() -> new Fault(ErrorCode.BACKUP_FILE_MISSING, file)));
    }

    /** A disk that is not mounted is no damage. */
    void damaged(BackupRecord record, CopyPlace place, Path file) {
        if (stores.look(file.getParent()).usable()) {
            LOG.log(Level.WARNING, "backup {0} is damaged: {1}", record.id(), file);
            records.change(record.id(), row -> row.foundDamaged(place, clock.instant()));
        }
    }
}
