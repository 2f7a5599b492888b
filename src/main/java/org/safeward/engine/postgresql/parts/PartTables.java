package org.safeward.engine.postgresql.parts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.parts.PartTable.Column;
import org.safeward.engine.postgresql.parts.PartTable.Relation;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.Fault;
import org.safeward.fault.ReasonCode;

/** Finds tables by the names that users give them, which are those of manifests. */
final class PartTables {
    private static final String NAMED = """
            SELECT n.nspname, c.relname, c.oid::pg_catalog.int8, c.relkind
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
              AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
              AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')""";

    private static final String TREE = """
            SELECT n.nspname, c.relname, c.oid::pg_catalog.int8, c.relkind FROM pg_partition_tree(%d) t
            JOIN pg_class c ON c.oid = t.relid JOIN pg_namespace n ON n.oid = c.relnamespace ORDER BY t.level, c.oid""";

    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), format_type(a.atttypid, NULL),
                CASE WHEN a.attcollation <> t.typcollation THEN quote_ident(cn.nspname) || '.' || quote_ident(co.collname) ELSE '' END,
                a.attidentity, a.attgenerated, CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) ELSE '' END,
                a.attnotnull AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'n'
                    AND NOT k.convalidated AND a.attnum = ANY (k.conkey))
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_collation co ON co.oid = a.attcollation LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = %d AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";

    private final Session session;
    private final Map<String, Relation> all = new HashMap<>();

    PartTables(Session session) {
        this.session = session;
        relations(NAMED).forEach(relation -> all.put(relation.name().toString(), relation));
    }

    /** @throws Fault PARTS_IMPOSSIBLE for a partition whose rows are elsewhere */
    Optional<PartTable> find(String name) {
        return Optional.ofNullable(all.get(name)).map(this::table);
    }

    private PartTable table(Relation root) {
        var columns = session.list(
                COLUMNS.formatted(root.oid()),
                row -> new Column(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getBoolean(8)));
        var tree = root.isPartitioned() ? relations(TREE.formatted(root.oid())) : List.of(root);
        for (var relation : tree) {
            if (!relation.kind().equals("r") && !relation.isPartitioned()) {
                throw PartsImpossible.of(ReasonCode.WHY_ROWS_ELSEWHERE, relation.name());
            }
        }
        return new PartTable(root.name(), root.oid(), columns, tree);
    }

    private List<Relation> relations(String sql) {
        return session.list(
                sql,
                row -> new Relation(
                        new TableName(row.getString(1), row.getString(2)), row.getLong(3), row.getString(4)));
    }

    /** The oids of all that belongs to these tables, as a literal. */
    static String oids(List<PartTable> tables) {
        return literal(tables.stream().flatMap(table -> table.tree().stream()).map(Relation::oid));
    }

    /** The oids of the tables alone, in their order. */
    static String rootOids(List<PartTable> tables) {
        return literal(tables.stream().map(PartTable::oid));
    }

    static String literal(Stream<Long> oids) {
        return "'{" + oids.map(String::valueOf).collect(Collectors.joining(",")) + "}'::pg_catalog.oid[]";
    }
}
