package org.safeward.backup.fetch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.safeward.archive.content.FileSum;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.catalog.RunState;
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
    private Event<CopyDamaged> event;

    @Inject
    private InstantSource clock;

    /**
     * Reads it whole. One that is not the backup, or not there, is noted as damaged and told of, and one that was noted so and is whole again as good.
     *
     * @return why it cannot be used; empty when it can
     */
    Optional<Fault> read(BackupRecord record, CopyPlace place, Path file, Diagnosis diagnosis, Work work)
            throws IOException {
        Optional<Fault> absent = absent(record, file);
        if (absent.isPresent()) {
            return noted(absent, record, place, file);
        }
        String sum;
        try {
            sum = FileSum.sha256(file, work::checkpoint);
        } catch (IOException e) {
            return Optional.of(new Fault(e, ErrorCode.STORE_UNREACHABLE, file.getParent()));
        }
        if (sum.equals(record.sha256())) {
            if (record.check(place).isDamaged()) {
                LOG.log(Level.INFO, "backup {0} is there again: {1}", record.id(), file);
                records.change(record.id(), row -> row.foundGood(place, clock.instant()));
            }
            return Optional.empty();
        }
        damaged(record, place, file);
        return Optional.of(diagnosis.of(file, sum));
    }

    /** For who takes it by its size alone: that it is not there is noted and told of. */
    Optional<Fault> lookAndNote(BackupRecord record, CopyPlace place, Path file) {
        return noted(look(record, file), record, place, file);
    }

    private Optional<Fault> noted(Optional<Fault> why, BackupRecord record, CopyPlace place, Path file) {
        why.filter(fault -> fault.code() == ErrorCode.BACKUP_FILE_MISSING)
                .ifPresent(gone -> note(record, place, file, () -> !Files.exists(file)));
        return why;
    }

    /** What can be said by its size alone. */
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

    void damaged(BackupRecord record, CopyPlace place, Path file) {
        note(record, place, file, () -> true);
    }

    /**
     * A disk that is not mounted is no damage. Whoever finds it first tells of it.
     *
     * @param still whether it is so under the record's lock: who removes a backup removes its file first, and holds it
     */
    private void note(BackupRecord record, CopyPlace place, Path file, BooleanSupplier still) {
        if (!stores.look(file.getParent()).usable()) {
            return;
        }
        AtomicBoolean news = new AtomicBoolean();
        BackupRecord damaged = records.change(record.id(), row -> {
            boolean isIt =
                    row.status() == RunState.COMPLETED && row.copyIn(place).equals(Optional.of(file));
            if (isIt && still.getAsBoolean()) {
                news.set(!row.check(place).isDamaged());
                row.foundDamaged(place, clock.instant());
            }
        });
        if (news.get()) {
            LOG.log(Level.WARNING, "backup {0} is damaged: {1}", record.id(), file);
            event.fire(new CopyDamaged(damaged, file, false));
        }
    }
}
