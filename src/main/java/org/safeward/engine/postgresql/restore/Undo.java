package org.safeward.engine.postgresql.restore;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.safeward.engine.Fence;
import org.safeward.engine.postgresql.connection.MaintenanceSession;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The databases that restores have replaced and that are kept: to be put back, or to be removed in the end. */
public final class Undo {
    private final PostgresSettings settings;
    private final RestoreNames names;

    public Undo(PostgresSettings settings) {
        this.settings = settings;
        this.names = new RestoreNames(settings.address().database());
    }

    public List<String> places() {
        try (var session = open()) {
            return databases(session).placesThatCanBeUndone();
        }
    }

    public void run(String restoredBy, String job, Fence fence, Duration lockTimeout) {
        if (!places().contains(restoredBy)) {
            throw new Fault(ErrorCode.UNDO_IMPOSSIBLE, "there is no database " + names.before(restoredBy));
        }
        new SwapByRename(settings, job, names.database(), names.before(restoredBy), false).run(fence, lockTimeout);
    }

    public void forget(Predicate<String> known) {
        try (var session = open()) {
            databases(session).dropAll(known);
        }
    }

    public List<String> strays(Predicate<String> known) {
        try (var session = open()) {
            return databases(session).strays(known);
        }
    }

    private ServerDatabases databases(Session session) {
        return new ServerDatabases(session, names, settings.markKey());
    }

    private Session open() {
        return MaintenanceSession.openAnywhere(settings, "safeward");
    }
}
