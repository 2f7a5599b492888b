package org.safeward.engine.postgresql.dump;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.ObjectName;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/**
 * What of a database pg_dump writes so that it cannot be made again, as far as its catalogs tell: asked when the backup is taken, so
 * that nobody learns of it when the restore fails. Only a trial restore is certain; see each part for when it errs.
 */
final class Forecast {
    private static final Duration LEAST = Duration.ofSeconds(2);
    private static final Duration MOST = Duration.ofSeconds(30);

    /** A handler that is the system's own is not written: the language is made without one, which fails. */
    private static final String LANGUAGES = """
            SELECT l.lanname FROM pg_language l JOIN pg_proc p ON p.oid = l.lanplcallfoid
            WHERE p.pronamespace = 'pg_catalog'::regnamespace AND l.oid >= 16384
              AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_language'::regclass AND e.objid = l.oid AND e.deptype = 'e')
              AND l.lanname <> 'plpgsql' ORDER BY 1""";

    /** Made again by CREATE EXTENSION, and then once more by the dump: known by the extension's library, so only functions in C. */
    private static final String TAKEN_OUT = """
            SELECT DISTINCT x.extname, n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            JOIN pg_proc m ON m.probin = p.probin AND m.pronamespace = p.pronamespace
            JOIN pg_depend e ON e.classid = 'pg_proc'::regclass AND e.objid = m.oid AND e.deptype = 'e'
            JOIN pg_extension x ON x.oid = e.refobjid
            WHERE p.oid >= 16384 AND p.probin IS NOT NULL AND NOT EXISTS (SELECT FROM pg_depend d
                WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e') ORDER BY 2, 3, 4""";

    private static final String UNAVAILABLE = "SELECT extname FROM pg_extension WHERE extname NOT IN"
            + " (SELECT name FROM pg_available_extensions) ORDER BY 1";

    private static final String SUBSCRIPTIONS =
            "SELECT s.subname FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid"
                    + " WHERE d.datname = current_database() ORDER BY 1";

    /** By the functions in the stored query: those of the system leave no trace in pg_depend. */
    private static final String COMPUTED = """
            SELECT DISTINCT ON (1, 2) n.nspname, c.relname, f.oid::regprocedure::text
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_rewrite r ON r.ev_class = c.oid
            CROSS JOIN LATERAL regexp_matches(r.ev_action::text, ':(?:funcid|aggfnoid|winfnoid) (\\d+)', 'g') m
            JOIN pg_proc f ON f.oid = m[1]::oid
            WHERE c.relkind = 'm' AND c.relispopulated AND f.provolatile = 'v' AND NOT EXISTS (SELECT FROM pg_depend e
                WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e') ORDER BY 1, 2, 3""";

    private final Session session;

    Forecast(Session session) {
        this.session = session;
    }

    /**
     * In the session's transaction, of its snapshot.
     *
     * @param dumped how long the dump took; a quarter of it, within bounds, goes into reading rows
     */
    List<Warning> warnings(Duration dumped) {
        // Of many tables the server expects so much work that it would compile these queries first, which takes a
        // second or two; they run for
        // some milliseconds.
        session.execute("SET jit = off");
        var warnings = new ArrayList<>(new BareNames(session).warnings());
        warnings.addAll(new BrokenKeys(session, time(dumped)).warnings());
        session.strings(LANGUAGES)
                .forEach(name -> warnings.add(
                        Warning.of(WarningCode.LANGUAGE_WITHOUT_HANDLER, "language " + TableName.part(name))));
        session.list(
                TAKEN_OUT,
                row -> warnings.add(Warning.of(
                        WarningCode.TAKEN_OUT_OF_EXTENSION,
                        ObjectName.of("function", new TableName(row.getString(2), row.getString(3)), row.getString(4)),
                        row.getString(1))));
        session.strings(UNAVAILABLE)
                .forEach(name -> warnings.add(
                        Warning.of(WarningCode.EXTENSION_UNAVAILABLE, "extension " + TableName.part(name))));
        session.strings(SUBSCRIPTIONS)
                .forEach(name -> warnings.add(
                        Warning.of(WarningCode.SUBSCRIPTION_LEFT_OUT, "subscription " + TableName.part(name))));
        session.list(
                COMPUTED,
                row -> warnings.add(Warning.of(
                        WarningCode.COMPUTED_ANEW,
                        ObjectName.of("materialized view", new TableName(row.getString(1), row.getString(2))),
                        row.getString(3))));
        return warnings;
    }

    private static Duration time(Duration dumped) {
        var quarter = dumped.dividedBy(4);
        return quarter.compareTo(LEAST) < 0 ? LEAST : quarter.compareTo(MOST) > 0 ? MOST : quarter;
    }
}
