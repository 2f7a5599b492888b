package org.safeward.backup.scrub;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import org.safeward.backup.copies.WriteCopy;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.fault.Fault;
import org.safeward.files.PrivateFile;
import org.safeward.store.BackupStore;

/** Makes a damaged copy anew from a good one. */
@ApplicationScoped
class HealCopy {
    /** Jobs have other numbers. */
    static final long NO_JOB = 0;

    @Inject
    private BackupRecords records;

    @Inject
    private BackupStore store;

    @Inject
    private BackupStores stores;

    @Inject
    private WriteCopy writing;

    @Inject
    private SlowReading pace;

    @Inject
    private InstantSource clock;

    /**
     * @throws Fault BACKUP_DAMAGED when the source is not whole either, STORE_MISSING, STORE_UNREACHABLE, DISK_FULL, RECORD_NOT_FOUND when the backup
     *     was deleted meanwhile
     */
    void run(BackupRecord record, CopyPlace place) {
        Path good = record.copyIn(place.other()).orElseThrow();
        Path damaged = record.copyIn(place).orElseThrow();
        Path folder = damaged.getParent();
        stores.require(good.getParent());
        stores.require(folder);
        try {
            writing.run(
                    good,
                    record.sha256(),
                    folder,
                    NO_JOB,
                    pace::pause,
                    proven -> records.change(record.id(), row -> {
                        // Under its lock: nobody removes the backup between its proof and its name.
                        rename(proven, damaged);
                        row.foundGood(place, clock.instant());
                    }));
        } catch (IOException e) {
            throw store.fault(e, damaged);
        }
    }

    private void rename(Path temporary, Path damaged) {
        try {
            Files.move(temporary, damaged, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            PrivateFile.forceDirectory(damaged.getParent());
        } catch (IOException e) {
            throw store.fault(e, damaged);
        }
    }
}
