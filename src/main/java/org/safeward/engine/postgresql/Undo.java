package org.safeward.engine.postgresql;

import java.time.Duration;
import java.util.List;
import org.safeward.engine.Fence;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The databases that restores have replaced and that are kept: to be put back, or to be removed in the end. */
final class Undo {
    private final PostgresSettings settings;
    private final RestoreNames names;

    Undo(PostgresSettings settings) {
        this.settings = settings;
        this.names = new RestoreNames(settings.address().database());
    }

    List<String> jobs() {
        try (var session = open()) {
            return new ServerDatabases(session).jobsThatCanBeUndone(names);
        }
    }

    void run(String restoredBy, String job, Fence fence, Duration lockTimeout) {
        if (!jobs().contains(restoredBy)) {
            throw new Fault(ErrorCode.UNDO_IMPOSSIBLE, "there is no database " + names.before(restoredBy));
        }
        var maintenance = settings.address().in(settings.maintenanceDatabase());
        new DatabaseExchange(maintenance, job, names.database(), names.before(restoredBy), names.before(job), false)
                .run(fence, lockTimeout);
    }

    void forget() {
        try (var session = open()) {
            var databases = new ServerDatabases(session);
            databases.jobsThatCanBeUndone(names).forEach(job -> databases.drop(names.before(job)));
        }
    }

    private Session open() {
        return MaintenanceSession.openAnywhere(settings, "safeward");
    }
}
