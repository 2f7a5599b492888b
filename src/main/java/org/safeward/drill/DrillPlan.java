package org.safeward.drill;

import java.nio.file.Path;
import org.safeward.archive.content.Manifest;

/** One drill: which backup, read from which of its files, and what its steps hand on to each other. */
public final class DrillPlan extends StagingPlan {
    private final long record;
    private final Path file;
    private Manifest manifest;

    DrillPlan(long record, Path file) {
        this.record = record;
        this.file = file;
    }

    long record() {
        return record;
    }

    Path file() {
        return file;
    }

    Manifest manifest() {
        return manifest;
    }

    void read(Manifest found) {
        manifest = found;
    }
}
