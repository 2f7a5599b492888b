package org.safeward.backup.copies;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.fault.Fault;
import org.safeward.store.BackupStore;

/** Makes the copy of a good backup in the second directory, and notes that it was read back whole. */
@ApplicationScoped
public class SecondCopy {
    @Inject
    private BackupRecords records;

    @Inject
    private BackupPlaces places;

    @Inject
    private BackupStore store;

    @Inject
    private BackupStores stores;

    @Inject
    private WriteCopy writing;

    @Inject
    private InstantSource clock;

    /**
     * @param record completed, of a database that has a second directory
     * @param job that writes
     * @param between called after each piece; what it throws ends the work
     * @throws IOException when the disk fails
     * @throws Fault BACKUP_DAMAGED, STORE_MISSING, STORE_UNREACHABLE when the name is taken too; RECORD_NOT_FOUND when the backup was deleted meanwhile
     */
    public void make(BackupRecord record, long job, Runnable between) throws IOException {
        stores.prepare(places.secondChain(record.database()));
        Path file = record.file().orElseThrow();
        Path copy = place(record);
        writing.run(file, record.sha256(), copy.getParent(), job, between, proven -> publish(record, proven, copy));
    }

    /** Where the copy of a backup belongs. */
    public Path place(BackupRecord record) {
        Path name = record.file().orElseThrow().getFileName();
        return places.second(record.database()).orElseThrow().resolve(name);
    }

    /** What lies there is its copy, read to its end just now. */
    public void note(BackupRecord record, Path copy) {
        records.change(record.id(), row -> noted(row, copy));
    }

    /** Under the record's lock: a backup that is deleted meanwhile gets no copy that nobody knows. */
    private void publish(BackupRecord record, Path proven, Path copy) {
        records.change(record.id(), row -> {
            name(proven, copy);
            noted(row, copy);
        });
    }

    private void name(Path proven, Path copy) {
        try {
            store.publish(proven, copy);
        } catch (IOException e) {
            throw store.fault(e, copy);
        }
    }

    private void noted(BackupRecord row, Path copy) {
        row.copied(copy);
        row.foundGood(CopyPlace.SECOND, clock.instant());
    }
}
