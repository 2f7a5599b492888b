package org.safeward.engine.postgresql.parts;

import java.util.List;
import org.safeward.engine.postgresql.connection.Session;

/** Materialized views over tables, also by other views: a restore of these tables leaves them as they are. */
final class StaleViews {
    private static final String OVER = """
            WITH RECURSIVE reading(oid) AS (
                SELECT unnest(%s)
                UNION SELECT r.ev_class FROM reading JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = reading.oid
                JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid AND r.ev_type = '1')
            SELECT c.oid::regclass::text FROM reading JOIN pg_class c ON c.oid = reading.oid
            WHERE c.relkind = 'm' AND c.relispopulated ORDER BY 1""";

    private StaleViews() {}

    static List<String> over(Session session, List<PartTable> tables) {
        return session.strings(OVER.formatted(PartTables.oids(tables)));
    }
}
