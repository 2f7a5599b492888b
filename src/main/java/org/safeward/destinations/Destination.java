package org.safeward.destinations;

import org.safeward.settings.DestinationSettings;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.RemoteStore;

/** A configured destination and its store, which is opened when it is first needed. Safe for use by several threads. */
public final class Destination implements AutoCloseable {
    private final DestinationSettings settings;
    private RemoteStore store;
    private boolean closed;

    Destination(DestinationSettings settings) {
        this.settings = settings;
    }

    public String name() {
        return settings.name();
    }

    public DestinationSettings settings() {
        return settings;
    }

    /** For messages: without credentials. */
    public String address() {
        return settings.place().address();
    }

    /**
     * Not to be closed by the caller.
     *
     * @throws IllegalStateException when the server stops
     */
    public synchronized RemoteStore store() {
        if (closed) {
            throw new IllegalStateException("the server stops");
        }
        if (store == null) {
            store = settings.place().open(Limits.USUAL);
        }
        return store;
    }

    /** The same, where the name of a copy stands for the very version that was read back, whatever was written to that name since. */
    public RemoteStore storeOf(StoredCopy copy) {
        RemoteStore store = store();
        return copy.versionId()
                .flatMap(version ->
                        store.locking().map(locking -> locking.at(copy.name().orElseThrow(), version)))
                .orElse(store);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (store != null) {
            store.close();
        }
    }
}
