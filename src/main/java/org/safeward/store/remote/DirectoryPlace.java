package org.safeward.store.remote;

import java.nio.file.Path;

/** A directory, on another disk or mounted from another machine. */
public record DirectoryPlace(Path directory) implements StorePlace {
    @Override
    public String address() {
        return directory.toString();
    }

    @Override
    public String kind() {
        return "directory";
    }

    /** @param limits do not apply: the kernel waits */
    @Override
    public RemoteStore open(Limits limits) {
        return new DirectoryStore(directory);
    }
}
