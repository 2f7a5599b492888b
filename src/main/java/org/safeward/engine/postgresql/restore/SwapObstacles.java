package org.safeward.engine.postgresql.restore;

import java.util.ArrayList;
import java.util.List;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.connection.SessionEnder;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

/** What speaks against replacing a database by a rename: rights that the role lacks, and what would not follow or would hold on. */
final class SwapObstacles {
    private static final String STAGING = """
            SELECT 'WHY_NO_CREATEDB' FROM pg_catalog.pg_roles
            WHERE rolname = current_user AND NOT rolcreatedb AND NOT rolsuper
            UNION ALL
            SELECT 'WHY_ONE_CONNECTION' FROM pg_catalog.pg_roles
            WHERE rolname = session_user AND rolconnlimit BETWEEN 0 AND 1 AND NOT rolsuper
            """;

    private static final String RIGHTS = """
            SELECT 'WHY_NOT_DATABASE_OWNER', datname FROM pg_catalog.pg_database
            WHERE datname = ? AND NOT pg_catalog.pg_has_role(datdba, 'MEMBER')""";

    private static final String STATE = """
            SELECT 'WHY_PREPARED_TRANSACTION', gid::text FROM pg_catalog.pg_prepared_xacts WHERE database = ?
            UNION ALL
            SELECT 'WHY_REPLICATION_SLOT', slot_name::text FROM pg_catalog.pg_replication_slots WHERE database = ?
            UNION ALL
            SELECT 'WHY_SUBSCRIPTION', subname::text FROM pg_catalog.pg_subscription s
            JOIN pg_catalog.pg_database d ON d.oid = s.subdbid WHERE d.datname = ?""";

    /** Only its owner, a role that may create roles, or a superuser can carry another role's setting over. */
    private static final String SETTINGS = """
            SELECT 'WHY_ROLE_SETTINGS', r.rolname FROM pg_catalog.pg_db_role_setting s
            JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
            WHERE d.datname = ? AND r.rolname <> current_user
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles
                  WHERE rolname = current_user AND (rolsuper OR rolcreaterole))""";

    /** A setting that only a superuser may make, or one of no program that the server knows. */
    private static final String RESERVED_SETTINGS = """
            SELECT 'WHY_DATABASE_SETTING', split_part(c, '=', 1) FROM pg_catalog.pg_db_role_setting s
            JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase CROSS JOIN LATERAL unnest(s.setconfig) c
            WHERE d.datname = ?
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = current_user AND rolsuper)
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_settings
                  WHERE name = split_part(c, '=', 1) AND context = 'user')""";

    private static final String SESSIONS = """
            SELECT DISTINCT 'WHY_SESSION_OF_OTHER', r.rolname
            FROM pg_catalog.pg_stat_activity a JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid
            WHERE a.datname = ? AND a.pid <> pg_catalog.pg_backend_pid() AND NOT\s""" + SessionEnder.MAY_END;

    private static final int LOOKS = 8;
    private static final String PAUSE_SECONDS = "0.25";

    private SwapObstacles() {}

    /** None when a swap can be done. */
    static List<Reason> find(Session maintenance, String database, String before) {
        var obstacles = new ArrayList<>(staging(maintenance));
        obstacles.addAll(reasons(maintenance, RIGHTS, database));
        obstacles.addAll(reasons(maintenance, STATE, database, database, database));
        obstacles.addAll(reasons(maintenance, SETTINGS, database));
        obstacles.addAll(reasons(maintenance, RESERVED_SETTINGS, database));
        obstacles.addAll(sessions(maintenance, database));
        if (maintenance.string("SELECT datname FROM pg_catalog.pg_database WHERE datname = ?", before) != null) {
            obstacles.add(Reason.of(ReasonCode.WHY_DATABASE_EXISTS, before));
        }
        return obstacles;
    }

    /** What speaks against a database beside the live one, which stays as it is. */
    static List<Reason> toStaging(Session maintenance, String database) {
        var obstacles = new ArrayList<>(staging(maintenance));
        if (!ServerDatabases.exists(maintenance, database)) {
            obstacles.add(Reason.of(ReasonCode.WHY_NO_LIVE_DATABASE));
        }
        return obstacles;
    }

    private static List<Reason> staging(Session maintenance) {
        return maintenance.strings(STAGING).stream()
                .map(code -> Reason.of(ReasonCode.valueOf(code)))
                .toList();
    }

    /** Each row names a reason and what it is about. */
    private static List<Reason> reasons(Session maintenance, String sql, Object... arguments) {
        return maintenance.list(
                sql, row -> Reason.of(ReasonCode.valueOf(row.getString(1)), row.getString(2)), arguments);
    }

    /** A monitor looks in and leaves, and a session that was closed is listed until the server has dealt with that: one that stays counts. */
    private static List<Reason> sessions(Session maintenance, String database) {
        var found = reasons(maintenance, SESSIONS, database);
        for (int looks = 1; !found.isEmpty() && looks < LOOKS; looks++) {
            maintenance.strings("SELECT pg_catalog.pg_sleep(" + PAUSE_SECONDS + ")");
            found = reasons(maintenance, SESSIONS, database);
        }
        return found;
    }
}
