package org.safeward.settings;

import java.util.Optional;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

/**
 * How drills are made.
 *
 * @param automatic whether they are made without being asked for
 * @param cron when, five fields, in the server's time zone; also after the first backup of a database and after each change of its schema
 * @param schema whether each backup ends with a rehearsal of its schema
 * @param postgresqlUrl a server of PostgreSQL to build on in place of the protected one, with the names of {@code SAFEWARD_DATABASE_..._URL}
 * @param trust run what backups bring with a role that may do more than its database needs
 * @param maxSize bytes of SQL above which nothing is built on a protected server of PostgreSQL
 */
public record DrillSettings(
        boolean automatic,
        String cron,
        boolean schema,
        Optional<String> postgresqlUrl,
        Optional<String> postgresqlUser,
        Optional<String> postgresqlPassword,
        boolean trust,
        long maxSize) {
    private static final long TEN_GIBIBYTES = 10L << 30;

    /** @throws Fault DRILL_IMPOSSIBLE: so much SQL is not built on the protected server */
    public void requireRoomFor(long sqlBytes) {
        if (postgresqlUrl.isEmpty() && sqlBytes > maxSize) {
            throw new Fault(ErrorCode.DRILL_IMPOSSIBLE, Reason.of(ReasonCode.WHY_TOO_MUCH_SQL, sqlBytes, maxSize));
        }
    }

    static DrillSettings of(SettingReader read) {
        return new DrillSettings(
                read.flag("safeward.drill.automatic", true),
                read.text("safeward.drill.cron", "30 4 * * 0"),
                read.flag("safeward.drill.schema", true),
                read.text("safeward.drill.postgresql.url"),
                read.text("safeward.drill.postgresql.user"),
                read.text("safeward.drill.postgresql.password"),
                read.flag("safeward.drill.trust", false),
                read.bytes("safeward.drill.max-size", TEN_GIBIBYTES));
    }
}
