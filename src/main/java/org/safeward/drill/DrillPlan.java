package org.safeward.drill;

import java.nio.file.Path;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.backup.fetch.FoundCopy;

/** One drill: which backup, read from which of its files, and what its steps hand on to each other. */
public final class DrillPlan extends StagingPlan {
    private final long record;
    private final Optional<Path> chosen;
    private FoundCopy found;
    private Manifest manifest;

    /** @param chosen on a disk of this machine; empty for whatever copy is found */
    DrillPlan(long record, Optional<Path> chosen) {
        this.record = record;
        this.chosen = chosen;
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
        if (found != null) {
            found.close();
        }
        super.close();
    }

    Manifest manifest() {
        return manifest;
    }

    void read(Manifest found) {
        manifest = found;
    }
}
