package org.safeward.backup.trash;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.CopyPlace;
import org.safeward.catalog.ThisNode;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.BackupStore;
import org.safeward.store.Trash;

/** The files of a backup, on their way into the trash and out of it: its own, and its copy in the second directory. */
@ApplicationScoped
public class TrashedFiles {
    @Inject
    private Trash trash;

    @Inject
    private BackupStore store;

    @Inject
    private BackupStores stores;

    @Inject
    private BackupPlaces directories;

    @Inject
    private ThisNode node;

    private interface Way {
        void go(Path file, String sha256) throws IOException;
    }

    /** @throws Fault STORE_MISSING, STORE_UNREACHABLE, BACKUP_ON_OTHER_NODE */
    public void throwAway(BackupRecord record) {
        each(record, trash::throwAway);
    }

    /** @throws Fault STORE_MISSING, STORE_UNREACHABLE, BACKUP_ON_OTHER_NODE, also when another file has its name meanwhile */
    void bringBack(BackupRecord record) {
        each(record, trash::bringBack);
    }

    /** @throws Fault STORE_MISSING, STORE_UNREACHABLE, BACKUP_ON_OTHER_NODE */
    void delete(BackupRecord record) {
        each(record, trash::delete);
    }

    private void each(BackupRecord record, Way way) {
        require(record);
        places(record).forEach(place -> go(record, place, way));
    }

    /**
     * The directories that its files should be in are there: nothing is to be moved by halves. A copy in a directory that was the second one once
     * is moved if it can be reached.
     */
    void require(BackupRecord record) {
        record.file().ifPresent(file -> requireOurs(record, file));
        record.file().map(Path::getParent).ifPresent(stores::require);
        directories.second(record.database()).ifPresent(stores::require);
    }

    /** Nodes may share a disk: then it is ours, too. */
    private void requireOurs(BackupRecord record, Path file) {
        Optional<String> other = node.other(record.whereabouts().node());
        if (other.isPresent() && !Files.exists(file) && !isThere(record, CopyPlace.FIRST)) {
            throw new Fault(ErrorCode.BACKUP_ON_OTHER_NODE, other.get(), file);
        }
    }

    private void go(BackupRecord record, CopyPlace place, Way way) {
        Path file = file(record, place);
        try {
            way.go(file, record.sha256());
        } catch (IOException e) {
            throw store.fault(e, file);
        }
    }

    static Stream<CopyPlace> places(BackupRecord record) {
        return Arrays.stream(CopyPlace.values())
                .filter(place -> record.copyIn(place).isPresent());
    }

    private static Path file(BackupRecord record, CopyPlace place) {
        return record.copyIn(place).orElseThrow();
    }

    /** Where it lies in the trash. */
    static Path place(BackupRecord record, CopyPlace place) {
        return Trash.place(file(record, place), record.sha256());
    }

    static boolean isThere(BackupRecord record, CopyPlace place) {
        return Files.exists(place(record, place));
    }
}
