package org.safeward.engine.postgresql.dump;

import java.util.List;
import org.safeward.engine.postgresql.connection.Session;

/**
 * The functions of users that run while a dump of this database is loaded, as the catalogs know them: those of checks, generated columns,
 * indexes, statistics (of which the planner computes what is constant), partition keys, materialized views, event triggers, ranges and operator classes, and what the server knows these to depend on.
 * They run with the rights of whoever loads. Triggers, rules, policies and defaults do not run: a dump makes them behind the rows, and
 * brings every column.
 *
 * <p>Not known: what a function calls whose body is a text. Extensions' functions are the extensions'.
 */
public final class LoadedFunctions {
    /** The member of a manifest's details that has them, one a line. */
    public static final String DETAIL = "runs_when_loaded";

    private static final String FUNCTIONS = """
            WITH RECURSIVE reached(classid, objid) AS (
                SELECT 'pg_constraint'::regclass::oid, oid FROM pg_constraint WHERE contype IN ('c', 'x')
                UNION SELECT 'pg_class'::regclass::oid, oid FROM pg_class WHERE relkind IN ('i', 'I', 'p')
                UNION SELECT 'pg_statistic_ext'::regclass::oid, oid FROM pg_statistic_ext
                UNION SELECT 'pg_attrdef'::regclass::oid, d.oid FROM pg_attrdef d
                    JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE a.attgenerated <> ''
                UNION SELECT 'pg_rewrite'::regclass::oid, r.oid FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
                    WHERE c.relkind = 'm' AND c.relispopulated
                UNION SELECT 'pg_event_trigger'::regclass::oid, oid FROM pg_event_trigger
                UNION SELECT 'pg_type'::regclass::oid, oid FROM pg_type WHERE typtype = 'r'
                UNION SELECT 'pg_amproc'::regclass::oid, oid FROM pg_amproc
                UNION SELECT 'pg_amop'::regclass::oid, oid FROM pg_amop
                UNION SELECT next.classid, next.objid FROM reached
                    CROSS JOIN LATERAL (
                        SELECT d.refclassid AS classid, d.refobjid AS objid FROM pg_depend d
                        WHERE d.classid = reached.classid AND d.objid = reached.objid
                        UNION ALL SELECT 'pg_rewrite'::regclass::oid, r.oid FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
                        WHERE reached.classid = 'pg_class'::regclass AND r.ev_class = reached.objid AND c.relkind = 'v'
                    ) next)
            SELECT DISTINCT p.oid::regprocedure::text FROM reached JOIN pg_proc p ON p.oid = reached.objid
                JOIN pg_language l ON l.oid = p.prolang
            WHERE reached.classid = 'pg_proc'::regclass AND l.lanname NOT IN ('internal', 'c')
              AND p.oid >= 16384
              AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid
                  AND e.deptype = 'e')
            ORDER BY 1""";

    private LoadedFunctions() {}

    /** With schema and arguments, in the order of their names. */
    public static List<String> of(Session session) {
        return session.strings(FUNCTIONS);
    }
}
