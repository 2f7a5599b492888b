package org.safeward.backup.offsite.standing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.safeward.backup.stores.BackupStores;
import org.safeward.backup.stores.StoreState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.Settings;
import org.safeward.store.remote.DirectoryPlace;

/** The second directory, which each backup is copied to while it is made, seen as one of the destinations. */
@ApplicationScoped
public class SecondDirectory {
    /** No configured destination can have this name. */
    public static final String NAME = "second-directory";

    @Inject
    private Settings settings;

    @Inject
    private BackupStores stores;

    /** Empty when there is none. */
    public Optional<DirectoryPlace> place() {
        return settings.secondDirectory().map(DirectoryPlace::new);
    }

    /** Looks at the directory, which may take long where it is mounted. */
    public StoreState state() {
        return stores.look(directory()).state();
    }

    /**
     * Before it is tried: one that was never used is made, as its first backup would.
     *
     * @throws Fault STORE_MISSING, STORE_UNREACHABLE when it is not the one that was used before
     */
    public void prepare() {
        stores.prepare(List.of(directory()));
    }

    /** What is wrong with one in this state; empty when nothing is. */
    public Optional<Fault> fault(StoreState state) {
        ErrorCode code = state == StoreState.UNREACHABLE ? ErrorCode.STORE_UNREACHABLE : ErrorCode.STORE_MISSING;
        return state.usable() ? Optional.empty() : Optional.of(new Fault(code, directory()));
    }

    private Path directory() {
        return settings.secondDirectory().orElseThrow();
    }
}
