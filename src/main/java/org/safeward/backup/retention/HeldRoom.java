package org.safeward.backup.retention;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.StoreReach;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;

/** Whether what is held for strange backups will soon leave no room for new ones. Looked at after each backup, as long as something is held. */
@ApplicationScoped
public class HeldRoom {
    /** So many more backups as large as the newest one. */
    private static final int LEAST_BACKUPS = 3;

    @Inject
    private BackupRecords records;

    @Inject
    private BackupPlaces places;

    @Inject
    private StoreReach reach;

    /** The first of a database's directories, the second one included, that has too little; empty when nothing is held. */
    public Optional<RoomEnding> ending(String database) {
        List<Long> strange = records.strange(database);
        if (strange.isEmpty()) {
            return Optional.empty();
        }
        long needed = LEAST_BACKUPS
                * records.newestGood(database).map(BackupRecord::fileSize).orElse(0L);
        Stream<Path> directories = Stream.concat(Stream.of(places.of(database)), places.second(database).stream());
        return directories
                .map(directory -> new RoomEnding(database, strange, directory, reach.free(directory), needed))
                .filter(RoomEnding::isSo)
                .findFirst();
    }
}
