package org.safeward.drill;

import java.nio.file.Path;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.Staging;

/** One drill: which backup, read from which of its files, and what its steps hand on to each other. */
public final class DrillPlan {
    private final long record;
    private final Path file;
    private Manifest manifest;
    private Staging staging;

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

    Staging staging() {
        return staging;
    }

    void staged(Staging place) {
        staging = place;
    }

    /** Throws away what was built. */
    void close() {
        if (staging != null) {
            staging.close();
        }
    }
}
