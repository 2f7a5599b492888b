package org.safeward.backup.stores;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.safeward.databases.Databases;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.PrivateDirectory;
import org.safeward.store.StoreMarker;

/**
 * Whether the directories of backups are the ones that were used before. Each holds a {@link StoreMarker} whose id the catalog knows.
 * One that is gone, or lies there without its marker (the mount point of a disk that is not mounted), takes no file and loses none, until it
 * is back or an administrator accepts what is there.
 */
@ApplicationScoped
public class BackupStores {
    private static final Logger LOG = System.getLogger(BackupStores.class.getName());

    @Inject
    private KnownStores known;

    @Inject
    private ExpectedFiles files;

    @Inject
    private BackupPlaces places;

    @Inject
    private Databases databases;

    @Inject
    private StoreReach reach;

    /** A directory, and how it stands with it. */
    public record Store(Path directory, StoreState state) {
        public boolean usable() {
            return state.usable();
        }
    }

    /**
     * At each start. After the update from a version without markers, every directory in which files should lie is noted; it gets its
     * marker when one of them is seen there, so an empty mount point gets none.
     */
    public void takeStock() {
        if (known.none()) {
            known.expect(files.directories());
        }
        for (String database : databases.names()) {
            lacking(database)
                    .forEach(store -> LOG.log(Level.ERROR, "{0}", fault(store).getMessage()));
        }
    }

    /** Those that backups of a database go to or came from. */
    public List<Store> of(String database) {
        Set<Path> all = inUse(database);
        all.addAll(places.allOf(database));
        return all.stream().map(this::look).toList();
    }

    /** Those of a database that cannot be used. */
    public List<Store> lacking(String database) {
        return of(database).stream().filter(store -> !store.usable()).toList();
    }

    /** Whether the directories that the next backup of a database goes to are in order, the second one included. */
    public boolean inOrder(String database) {
        return inUse(database).stream().map(this::look).allMatch(Store::usable);
    }

    private Set<Path> inUse(String database) {
        Set<Path> directories = new LinkedHashSet<>(places.chain(database));
        directories.addAll(places.secondChain(database));
        return directories;
    }

    /** In a few seconds at most: one that does not answer is not reached. */
    public Store look(Path directory) {
        return look(directory, StoreReach.LOOK);
    }

    private Store look(Path directory, Duration patience) {
        try {
            return new Store(directory, state(directory, patience));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the marker of backup directory " + directory + " cannot be read or written", e);
            return new Store(directory, StoreState.UNREACHABLE);
        }
    }

    private StoreState state(Path directory, Duration patience) throws IOException {
        Optional<KnownStore> store = known.find(directory);
        Optional<String> marker = reach.marker(directory, patience);
        if (store.isEmpty()) {
            // Another Safeward with the same directory, or an earlier catalog of ours, has marked it.
            return marker.isEmpty() ? StoreState.NEW : found(directory, marker.get());
        }
        if (!store.get().marked()) {
            return files.anyIn(directory) ? marked(directory) : StoreState.MISSING;
        }
        if (marker.isEmpty()) {
            return StoreState.MISSING;
        }
        return marker.get().equals(store.get().storeId()) ? StoreState.IN_ORDER : StoreState.OTHER;
    }

    private StoreState found(Path directory, String id) {
        if (id.isEmpty()) {
            return StoreState.OTHER;
        }
        known.mark(directory, id);
        return StoreState.IN_ORDER;
    }

    private StoreState marked(Path directory) throws IOException {
        known.mark(directory, StoreMarker.write(directory));
        return StoreState.IN_ORDER;
    }

    /** @throws Fault STORE_MISSING; STORE_UNREACHABLE, also when it does not answer for a minute */
    public void require(Path directory) {
        required(directory);
    }

    private Store required(Path directory) {
        Store store = look(directory, StoreReach.WORK);
        if (!store.usable()) {
            throw fault(store);
        }
        return store;
    }

    /**
     * Before a file is written: makes and marks what was never used.
     *
     * @param chain from the directory that a setting names to the one that the file goes to
     * @throws Fault STORE_MISSING, STORE_UNREACHABLE
     */
    public void prepare(List<Path> chain) {
        for (Path directory : chain) {
            if (required(directory).state() == StoreState.NEW) {
                make(directory);
            }
        }
    }

    private void make(Path directory) {
        try {
            PrivateDirectory.create(directory);
            marked(directory);
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.STORE_UNREACHABLE, directory);
        }
    }

    /**
     * Takes what is there now for the right directory: it is made and marked. One that no backup goes to any more, and that is not there, is
     * forgotten.
     *
     * @throws Fault STORE_UNREACHABLE
     */
    void accept(Path directory) {
        boolean inUse = databases.names().stream().anyMatch(name -> inUse(name).contains(directory));
        if (!inUse && !Files.exists(directory)) {
            known.forget(directory);
            return;
        }
        try {
            PrivateDirectory.create(directory);
            boolean unreadable =
                    StoreMarker.read(directory).filter(String::isEmpty).isPresent();
            known.mark(directory, unreadable ? StoreMarker.replace(directory) : StoreMarker.write(directory));
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.STORE_UNREACHABLE, directory);
        }
    }

    private static Fault fault(Store store) {
        boolean unreachable = store.state() == StoreState.UNREACHABLE;
        return new Fault(unreachable ? ErrorCode.STORE_UNREACHABLE : ErrorCode.STORE_MISSING, store.directory());
    }
}
