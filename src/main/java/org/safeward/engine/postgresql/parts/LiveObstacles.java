package org.safeward.engine.postgresql.parts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.fault.Fault;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

/** What speaks against exchanging the rows of a live table, and would end it in its midst: rights of our role, and how the table is set. */
final class LiveObstacles {
    private static final String MAY_ALTER = "pg_has_role(c.relowner, 'USAGE')";

    private static final String OF_TABLE = """
            SELECT 'WHY_NOT_OWNER', c.oid::regclass::text, NULL FROM pg_class c WHERE c.oid = ANY (%1$s) AND NOT\s""" + MAY_ALTER + """
            UNION ALL SELECT 'WHY_NO_RIGHT', r, c.oid::regclass::text FROM pg_class c
            CROSS JOIN unnest('{DELETE,INSERT,SELECT}'::text[]) r WHERE c.oid = ANY (%1$s)
              AND CASE r WHEN 'INSERT' THEN c.oid = %2$d ELSE c.relkind = 'r' END
              AND NOT CASE r WHEN 'DELETE' THEN has_table_privilege(c.oid, r) ELSE has_any_column_privilege(c.oid, r) END
            UNION ALL SELECT 'WHY_ROW_SECURITY', c.oid::regclass::text, NULL FROM pg_class c
            WHERE c.oid = ANY (%1$s) AND row_security_active(c.oid)
            UNION ALL SELECT 'WHY_NO_REPLICA_IDENTITY', c.oid::regclass::text, NULL FROM pg_class c
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
        String query = OF_TABLE.formatted(PartTables.oids(List.of(table)), table.oid());
        return live.list(query, LiveObstacles::reason).stream()
                .findFirst()
                .or(keys::switchedOff)
                .or(keys::ofOthers)
                .map(PartsImpossible::of);
    }

    private static Reason reason(ResultSet row) throws SQLException {
        Object[] arguments = Stream.of(row.getString(2), row.getString(3))
                .filter(Objects::nonNull)
                .toArray();
        return Reason.of(ReasonCode.valueOf(row.getString(1)), arguments);
    }
}
