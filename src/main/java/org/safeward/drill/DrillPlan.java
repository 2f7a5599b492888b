package org.safeward.drill;

import java.nio.file.Path;
import java.util.Optional;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.content.Manifest;
import org.safeward.backup.fetch.FoundCopy;

/** One drill: which backup, read from which of its files, and what its steps hand on to each other. */
public final class DrillPlan extends StagingPlan {
    private final long record;
    private final Optional<Path> chosen;
    private final DecryptionKey key;
    private FoundCopy found;
    private Manifest manifest;

    /**
     * @param chosen on a disk of this machine; empty for whatever copy is found
     * @param key opens it if it is encrypted
     */
    DrillPlan(long record, Optional<Path> chosen, DecryptionKey key) {
        this.record = record;
        this.chosen = chosen;
        this.key = key;
    }

    long record() {
        return record;
    }

    Optional<Path> chosen() {
        return chosen;
    }

    /** Once it was found. */
    Path file() {
        return chosen.orElseGet(() -> found.file());
    }

    /** Where what is proven lies. */
    String place() {
        return chosen.map(Path::toString).orElseGet(() -> found.place());
    }

    void found(FoundCopy copy) {
        found = copy;
    }

    @Override
    void close() {
        key.close();
        if (found != null) {
            found.close();
        }
        super.close();
    }

    DecryptionKey key() {
        return key;
    }

    Manifest manifest() {
        return manifest;
    }

    void read(Manifest found) {
        manifest = found;
    }
}
