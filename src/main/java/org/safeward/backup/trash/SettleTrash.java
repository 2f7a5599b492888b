package org.safeward.backup.trash;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.safeward.archive.content.FileSum;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.databases.Databases;
import org.safeward.fault.Fault;
import org.safeward.store.BackupStore;
import org.safeward.store.Trash;

/**
 * Puts files where their records say: a server that died may have moved one without saying so. At each start, and when a deletion has failed. A
 * file in the trash that no record knows is left alone: it may be another Safeward's.
 */
@ApplicationScoped
public class SettleTrash {
    private static final Logger LOG = System.getLogger(SettleTrash.class.getName());

    @Inject
    private BackupRecords records;

    @Inject
    private TrashedRecords trashed;

    @Inject
    private BackupPlaces places;

    @Inject
    private BackupStores stores;

    @Inject
    private BackupStore store;

    @Inject
    private Trash trash;

    @Inject
    private TrashedFiles files;

    @Inject
    private Databases databases;

    public void run() {
        for (String database : databases.names()) {
            settleAlive(database);
        }
        trashed.all().stream().filter(this::hasFileOutside).forEach(this::throwAway);
    }

    /** Those whose files lie in the trash although nobody threw them away. */
    private void settleAlive(String database) {
        Set<Path> directories = new LinkedHashSet<>(places.allOf(database));
        places.second(database).ifPresent(directories::add);
        List<Path> thrown = directories.stream().flatMap(this::thrownIn).toList();
        if (thrown.isEmpty()) {
            return;
        }
        Map<String, BackupRecord> alive = new HashMap<>();
        records.ofDatabase(database).stream()
                .filter(record -> record.file().isPresent() && !record.sha256().isEmpty())
                .forEach(record -> alive.put(Trash.name(record.file().orElseThrow(), record.sha256()), record));
        for (Path file : thrown) {
            BackupRecord record = alive.get(file.getFileName().toString());
            if (record != null) {
                bringBack(record, file);
            }
        }
    }

    private Stream<Path> thrownIn(Path directory) {
        Path folder = directory.resolve(Trash.FOLDER);
        if (!stores.look(directory).usable() || !Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> thrown = Files.list(folder)) {
            return thrown.toList().stream();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the trash of " + directory + " cannot be read", e);
            return Stream.empty();
        }
    }

    /** Under its lock: a deletion may be at it, on another node. */
    private void bringBack(BackupRecord record, Path thrown) {
        Path directory = thrown.getParent().getParent();
        Path file = directory.resolve(record.file().orElseThrow().getFileName());
        attempt(
                record,
                () -> records.change(record.id(), row -> {
                    try {
                        trash.bringBack(file, row.sha256());
                    } catch (IOException e) {
                        throw store.fault(e, file);
                    }
                }));
    }

    private void throwAway(BackupRecord record) {
        attempt(record, () -> trashed.change(record.id(), files::throwAway));
    }

    private static void attempt(BackupRecord record, Runnable move) {
        try {
            move.run();
            LOG.log(Level.INFO, "the files of backup {0} are where its record says again", record.id());
        } catch (Fault e) {
            LOG.log(Level.WARNING, "the files of backup " + record.id() + " are not where its record says", e);
        }
    }

    /** What has its name may be another's: then its bytes differ. */
    private boolean hasFileOutside(BackupRecord record) {
        return TrashedFiles.places(record).anyMatch(place -> isOutside(record, place));
    }

    private boolean isOutside(BackupRecord record, CopyPlace place) {
        Path file = record.copyIn(place).orElseThrow();
        if (!stores.look(file.getParent()).usable() || !Files.exists(file)) {
            return false;
        }
        try {
            return FileSum.sha256(file, () -> {}).equals(record.sha256());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "backup file " + file + " cannot be read", e);
            return false;
        }
    }
}
