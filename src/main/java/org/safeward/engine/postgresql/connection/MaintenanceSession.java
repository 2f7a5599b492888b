package org.safeward.engine.postgresql.connection;

import org.safeward.engine.Work;
import org.safeward.fault.Fault;

/** A session from which databases are looked at, renamed and dropped. */
public final class MaintenanceSession {
    private MaintenanceSession() {}

    /**
     * In the maintenance database, or in the protected one where the role may not enter that: no place to rename from, but from
     * which all databases can be seen and others dropped.
     */
    public static Session openAnywhere(PostgresSettings settings, String name) {
        try {
            return Session.open(settings.address().in(settings.maintenanceDatabase()), name, Work.UNWATCHED);
        } catch (Fault notThere) {
            try {
                return Session.open(settings.address(), name, Work.UNWATCHED);
            } catch (Fault e) {
                e.addSuppressed(notThere);
                throw e;
            }
        }
    }
}
