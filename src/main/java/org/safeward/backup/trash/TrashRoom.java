package org.safeward.backup.trash;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.fault.Fault;
import org.safeward.store.BackupStore;

/**
 * Lets the trash give way where a new backup would find no room: the oldest first, and none that has not lain there for a day.
 *
 * <p>Who has stolen an administrator's session can delete all backups and then fill the disk with new ones. In the first day that destroys
 * nothing: his backups fail for want of room instead. After it the trash is no protection against him any more, so a deletion that nobody ordered
 * has to be noticed within a day, or the disk be large enough.
 */
@ApplicationScoped
public class TrashRoom {
    private static final Logger LOG = System.getLogger(TrashRoom.class.getName());
    private static final Duration LEAST = Duration.ofDays(1);

    /** How many backups as large as the newest one a new one may need. */
    private static final int SO_MANY = 2;

    @Inject
    private BackupRecords records;

    @Inject
    private TrashedRecords trashed;

    @Inject
    private BackupStore store;

    @Inject
    private PurgeBackup purge;

    @Inject
    private InstantSource clock;

    /**
     * Before a backup of a database is written to a directory. What cannot be removed stays; whether there is room then shows by itself.
     *
     * @param directory that is there
     */
    public void make(String database, Path directory) {
        long needed = SO_MANY
                * records.newestGood(database).map(BackupRecord::fileSize).orElse(0L);
        if (store.free(directory) >= needed) {
            return;
        }
        Instant limit = clock.instant().minus(LEAST);
        for (BackupRecord record : trashed.all()) {
            boolean old = !record.whereabouts().trashedAt().orElseThrow().isAfter(limit);
            if (old && lies(record, directory)) {
                giveWay(record, directory);
                if (store.free(directory) >= needed) {
                    return;
                }
            }
        }
    }

    private void giveWay(BackupRecord record, Path directory) {
        try {
            purge.run(record.id());
            LOG.log(
                    Level.WARNING,
                    "backup {0} has left the trash for good, since {1} is short of room: {2}",
                    record.id(),
                    directory,
                    record.filePath());
        } catch (Fault e) {
            LOG.log(Level.WARNING, "backup " + record.id() + " could not give way to a new one", e);
        }
    }

    /** Whether one of its files is on the same disk. */
    private static boolean lies(BackupRecord record, Path directory) {
        Optional<FileStore> disk = disk(directory);
        return disk.isPresent()
                && TrashedFiles.places(record)
                        .map(place -> TrashedFiles.place(record, place))
                        .anyMatch(file -> disk(file).equals(disk));
    }

    private static Optional<FileStore> disk(Path path) {
        try {
            return Files.exists(path) ? Optional.of(Files.getFileStore(path)) : Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "nobody can say which disk " + path + " is on", e);
            return Optional.empty();
        }
    }
}
