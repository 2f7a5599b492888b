package org.safeward.backup.fetch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.CopyPlace;
import org.safeward.catalog.RunState;
import org.safeward.catalog.ThisNode;

/** Which files are not where their records say, as it is now: nobody may have wanted to read them since they went. */
@ApplicationScoped
public class GoneFiles {
    @Inject
    private BackupStores stores;

    @Inject
    private ThisNode node;

    /** By the records' ids. A directory whose disk is away, or does not answer, has lost nothing; what lies on another node's disk is that one's to miss. */
    public Map<Long, Set<CopyPlace>> of(Collection<BackupRecord> records) {
        Map<Path, Boolean> usable = new HashMap<>();
        Map<Long, Set<CopyPlace>> gone = new HashMap<>();
        for (BackupRecord record : records) {
            if (shouldBeHere(record)) {
                gone.put(record.id(), of(record, usable));
            }
        }
        return gone;
    }

    private boolean shouldBeHere(BackupRecord record) {
        return record.status() == RunState.COMPLETED
                && !record.whereabouts().isTrashed()
                && node.other(record.whereabouts().node()).isEmpty();
    }

    private Set<CopyPlace> of(BackupRecord record, Map<Path, Boolean> usable) {
        Set<CopyPlace> gone = EnumSet.noneOf(CopyPlace.class);
        for (CopyPlace place : CopyPlace.values()) {
            Optional<Path> file = record.copyIn(place);
            // The directory first, which is asked in bounds.
            if (file.isPresent()
                    && usable.computeIfAbsent(
                            file.get().getParent(),
                            directory -> stores.look(directory).usable())
                    && !Files.exists(file.get())) {
                gone.add(place);
            }
        }
        return gone;
    }
}
