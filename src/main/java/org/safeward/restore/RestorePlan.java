package org.safeward.restore;

import java.nio.file.Path;
import java.util.Optional;
import org.safeward.backup.CheckedFile;
import org.safeward.engine.ChangeWatch;
import org.safeward.engine.Staging;

/** One restore: what was asked for, and what its steps hand on to each other. */
public final class RestorePlan {
    private final RestoreRequest request;
    private final Path file;
    private CheckedFile checked;
    private Staging staging;
    private ChangeWatch watch;

    RestorePlan(RestoreRequest request, Path file) {
        this.request = request;
        this.file = file;
    }

    RestoreRequest request() {
        return request;
    }

    Path file() {
        return file;
    }

    public Optional<String> target() {
        return request.target();
    }

    CheckedFile checked() {
        return checked;
    }

    void checked(CheckedFile file) {
        checked = file;
    }

    Staging staging() {
        return staging;
    }

    void staged(Staging place) {
        staging = place;
    }

    /** Watches the live database since the newest safety backup began; null when there is none. */
    ChangeWatch watch() {
        return watch;
    }

    void watch(ChangeWatch newWatch) {
        if (watch != null) {
            watch.close();
        }
        watch = newWatch;
    }

    /** Gives back all that the steps have opened. */
    void close() {
        watch(null);
        if (staging != null) {
            staging.close();
        }
    }
}
