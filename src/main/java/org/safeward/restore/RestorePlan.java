package org.safeward.restore;

import java.nio.file.Path;
import org.safeward.backup.CheckedFile;
import org.safeward.backup.fetch.FoundCopy;
import org.safeward.engine.ChangeWatch;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Staging;

/** One restore: what was asked for, and what its steps hand on to each other. */
public final class RestorePlan {
    private final RestoreRequest request;
    private FoundCopy found;
    private CheckedFile checked;
    private Staging staging;
    private DatabaseFacts staged;
    private ChangeWatch watch;

    RestorePlan(RestoreRequest request) {
        this.request = request;
    }

    RestoreRequest request() {
        return request;
    }

    /** The uploaded file, or the backup's once it was found. */
    Path file() {
        return request.upload().orElseGet(() -> found.file());
    }

    void found(FoundCopy copy) {
        found = copy;
    }

    /** Whether rows that are live give way. */
    public boolean replaces() {
        return request.replaces();
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

    /** What was built, once it was looked at. */
    DatabaseFacts inspected() {
        return staged;
    }

    void inspected(DatabaseFacts facts) {
        staged = facts;
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
        request.key().close();
        watch(null);
        if (found != null) {
            found.close();
        }
        if (staging != null) {
            staging.close();
        }
    }
}
