package org.safeward.engine.postgresql.restore;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.SqlTokens;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

/** What has to hold for a backup to be built only in order to be looked at. */
final class DrillRules {
    private static final String MAY_CREATE =
            "SELECT rolsuper OR rolcreatedb FROM pg_catalog.pg_roles WHERE rolname = session_user";
    private static final String SIZE =
            "SELECT pg_catalog.pg_database_size(oid) FROM pg_catalog.pg_database WHERE datname = ?";

    /** They start processes of their own in each database that has them, which would work on a copy as on the live one. */
    private static final List<String> WITH_WORKERS =
            List.of("timescaledb", "pg_cron", "pg_partman_bgw", "pglogical", "citus");

    /** What a database of any size may grow by: the catalogs of a new one, and log-like files of its indexes. */
    private static final long LEAST = 256L << 20;

    private DrillRules() {}

    /**
     * @param session in the maintenance database
     * @throws Fault DRILL_IMPOSSIBLE
     */
    static void require(Session session, BackupScript script) {
        if (!session.is(MAY_CREATE)) {
            throw new Fault(ErrorCode.DRILL_IMPOSSIBLE, Reason.of(ReasonCode.WHY_NO_CREATEDB));
        }
        worker(script).ifPresent(extension -> {
            throw new Fault(ErrorCode.DRILL_IMPOSSIBLE, Reason.of(ReasonCode.WHY_WORKER, extension));
        });
    }

    /** The extension for which a backup may not be built beside the live database, other than to take its place. */
    static Optional<String> worker(BackupScript script) {
        var details = script.manifest().map(Manifest::details).orElse(Map.of());
        var extensions = new SqlTokens(details.getOrDefault("extensions", ""));
        while (extensions.next()) {
            String name = extensions.isIdentifier() ? extensions.text().toLowerCase(Locale.ROOT) : "";
            if (WITH_WORKERS.contains(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** A copy that outgrows the live database by a fifth is no copy of it. Where that is not on this server, the file's size bounds it. */
    static PostgresSettings bounded(PostgresSettings settings, Work work) {
        try (var session = Session.open(settings.address().in(settings.maintenanceDatabase()), "safeward", work)) {
            String live = session.string(SIZE, settings.address().database());
            return live == null ? settings : settings.growingBy(LEAST + Long.parseLong(live) / 5 * 6);
        }
    }
}
