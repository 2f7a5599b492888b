package org.safeward.engine.postgresql.restore;

import java.time.Duration;
import java.time.Instant;
import org.safeward.engine.postgresql.connection.MaintenanceSession;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Removes what a job left behind that did not end in order. Its connections are ended first: a server goes on with a statement
 * whose client has died, and may just be making the database that is to be removed.
 */
public final class DiscardStaging {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SESSIONS =
            " FROM pg_catalog.pg_stat_activity WHERE application_name = ? AND usename = current_user"
                    + " AND pid <> pg_catalog.pg_backend_pid()";

    private final PostgresSettings settings;

    public DiscardStaging(PostgresSettings settings) {
        this.settings = settings;
    }

    public void discard(String job) {
        try (var session = MaintenanceSession.openAnywhere(settings, "safeward")) {
            endSessions(session, job);
            new ServerDatabases(session, new RestoreNames(settings.address().database()), settings.markKey())
                    .dropStaging(job);
        }
    }

    /** Ends all sessions of a job but the given one, and returns when they have ended. */
    static void endSessions(Session session, String job) {
        String name = RestoreNames.session(job);
        Instant deadline = Instant.now().plus(PATIENCE);
        while (session.number("SELECT count(pg_catalog.pg_terminate_backend(pid))" + SESSIONS, name) > 0) {
            if (Instant.now().isAfter(deadline)) {
                throw new Fault(ErrorCode.DATABASE_LOCKED, "sessions of " + name + " do not end");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(e, ErrorCode.DATABASE_LOCKED, "interrupted while sessions end");
        }
    }
}
