package org.safeward.engine.postgresql.parts;

import java.util.List;
import java.util.Optional;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What speaks against exchanging the rows of a live table, and would end it in its midst: rights of our role, and how the table is set. */
final class LiveObstacles {
    private static final String MAY_ALTER = "pg_has_role(c.relowner, 'USAGE')";

    private static final String OF_TABLE = """
            SELECT 'the role does not own ' || c.oid::regclass FROM pg_class c WHERE c.oid = ANY (%1$s) AND NOT\s""" + MAY_ALTER + """
            UNION ALL SELECT 'the role may not ' || r || ' in ' || c.oid::regclass FROM pg_class c
            CROSS JOIN unnest('{DELETE,INSERT,SELECT}'::text[]) r WHERE c.oid = ANY (%1$s)
              AND CASE r WHEN 'INSERT' THEN c.oid = %2$d ELSE c.relkind = 'r' END
              AND NOT CASE r WHEN 'DELETE' THEN has_table_privilege(c.oid, r) ELSE has_any_column_privilege(c.oid, r) END
            UNION ALL SELECT 'row security hides rows of ' || c.oid::regclass || ' from the role' FROM pg_class c
            WHERE c.oid = ANY (%1$s) AND row_security_active(c.oid)
            UNION ALL SELECT c.oid::regclass || ' is published with its deletes and has no replica identity' FROM pg_class c
            WHERE c.oid = ANY (%1$s) AND c.relkind = 'r' AND c.relreplident <> 'f'
              AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid
                AND CASE c.relreplident WHEN 'd' THEN i.indisprimary AND i.indimmediate WHEN 'i' THEN i.indisreplident END)
              AND EXISTS (SELECT FROM pg_publication p CROSS JOIN LATERAL pg_get_publication_tables(p.pubname) t
                WHERE p.pubdelete AND (t.relid = c.oid OR t.relid IN (SELECT relid FROM pg_partition_ancestors(c.oid))))
            """;

    private LiveObstacles() {}

    /** The first one, PARTS_IMPOSSIBLE. */
    static Optional<Fault> find(Session live, PartTable table) {
        var keys = new ForeignKeys(live, List.of(table));
        return live.strings(OF_TABLE.formatted(PartTables.oids(List.of(table)), table.oid())).stream()
                .findFirst()
                .or(keys::switchedOff)
                .or(keys::ofOthers)
                .map(why -> new Fault(ErrorCode.PARTS_IMPOSSIBLE, why));
    }
}
