package org.safeward.engine.postgresql;

import java.util.List;

/** Makes and removes databases, from a session in the maintenance database. */
final class ServerDatabases {
    private static final String SESSIONS =
            "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity a"
                    + " JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid WHERE datname = ? AND " + SessionEnder.MAY_END;

    private final Session maintenance;

    ServerDatabases(Session maintenance) {
        this.maintenance = maintenance;
    }

    boolean exists(String name) {
        return maintenance.string("SELECT datname FROM pg_catalog.pg_database WHERE datname = ?", name) != null;
    }

    void create(String name, DatabaseShape shape) {
        maintenance.execute("CREATE DATABASE " + TableName.quote(name) + shape.options(maintenance.version()));
    }

    /** Ends its sessions and removes it, if it exists. */
    void drop(String name) {
        if (exists(name)) {
            String quoted = TableName.quote(name);
            maintenance.execute("ALTER DATABASE " + quoted + " IS_TEMPLATE false");
            maintenance.strings(SESSIONS, name);
            maintenance.execute("DROP DATABASE IF EXISTS " + quoted);
        }
    }

    /** The jobs whose restores have replaced this database and whose replaced databases are kept. */
    List<String> jobsThatCanBeUndone(RestoreNames names) {
        return ReplacedMark.marked(maintenance).stream()
                .flatMap(name -> names.jobThatReplaced(name).stream())
                .toList();
    }
}
