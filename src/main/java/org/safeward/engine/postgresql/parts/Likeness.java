package org.safeward.engine.postgresql.parts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.parts.PartTable.Column;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

/** Whether the live tables are those that were backed up, as far as rows are concerned: columns by name, and what types mean. */
final class Likeness {
    /** What types of users mean that can be reached from the given ones: by their definitions, since oids differ. */
    private static final String TYPES = """
            WITH RECURSIVE reached(oid) AS (
                SELECT to_regtype(name)::oid FROM unnest(?::text[]) name WHERE to_regtype(name) IS NOT NULL
                UNION SELECT next.oid FROM reached r JOIN pg_type t ON t.oid = r.oid CROSS JOIN LATERAL (
                    SELECT t.typelem AS oid WHERE t.typelem <> 0
                    UNION ALL SELECT t.typbasetype WHERE t.typbasetype <> 0
                    UNION ALL SELECT a.atttypid FROM pg_attribute a
                        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
                    UNION ALL SELECT g.rngsubtype FROM pg_range g WHERE g.rngtypid = t.oid
                    UNION ALL SELECT g.rngtypid FROM pg_range g WHERE g.rngmultitypid = t.oid) next)
            SELECT format_type(t.oid, NULL), CASE t.typtype
                WHEN 'e' THEN 'enum (' || coalesce((SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder)
                    FROM pg_enum WHERE enumtypid = t.oid), '') || ')'
                WHEN 'd' THEN 'domain over ' || format_type(t.typbasetype, t.typtypmod)
                    || coalesce(' COLLATE ' || (SELECT collname FROM pg_collation WHERE oid = t.typcollation), '')
                    || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END
                    || coalesce((SELECT string_agg(' ' || pg_get_constraintdef(oid), '' ORDER BY pg_get_constraintdef(oid))
                        FROM pg_constraint WHERE contypid = t.oid), '')
                WHEN 'c' THEN 'row (' || coalesce((SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
                        || coalesce(' COLLATE ' || (SELECT collname FROM pg_collation WHERE oid = a.attcollation), ''), ', '
                        ORDER BY a.attnum)
                    FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped), '') || ')'
                WHEN 'r' THEN 'range of ' || (SELECT format_type(rngsubtype, NULL) || ' ' || rngcanonical
                    FROM pg_range WHERE rngtypid = t.oid)
                ELSE 'type' END,
                (SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)
            FROM reached JOIN pg_type t ON t.oid = reached.oid WHERE t.oid >= 16384""";

    private static final String LACKING_COLLATIONS =
            "SELECT name FROM unnest(?::text[]) name WHERE to_regcollation(name) IS NULL";

    private final Session staged;
    private final Session live;

    /** @param labels of an enum, in their order; else none */
    private record Meaning(String definition, List<String> labels) {

        /** Whether each value of the other one is one of this: an enum that has got more labels still has every value, in the same order. */
        boolean holds(Meaning other) {
            if (labels.isEmpty() || other.labels.isEmpty()) {
                return definition.equals(other.definition);
            }
            var common = new ArrayList<>(labels);
            common.retainAll(other.labels);
            return common.equals(other.labels);
        }
    }

    Likeness(Session staged, Session live) {
        this.staged = staged;
        this.live = live;
    }

    /** @throws Fault PARTS_DIFFER */
    void requireTypes(PartTable table) {
        String names = array(table.columns().stream().map(Column::typeName));
        var expected = types(staged, names);
        var found = types(live, names);
        expected.forEach((type, was) -> {
            var now = found.get(type);
            if (now == null) {
                throw differ(table, ReasonCode.WHY_NO_TYPE, type);
            }
            if (!now.holds(was)) {
                throw differ(table, ReasonCode.WHY_OTHER_TYPE, type, now.definition(), was.definition());
            }
        });
    }

    /** @throws Fault PARTS_DIFFER */
    void requireCollations(PartTable table) {
        var named = table.columns().stream().map(Column::collation).filter(name -> !name.isEmpty());
        live.strings(LACKING_COLLATIONS, array(named)).stream().findFirst().ifPresent(name -> {
            throw differ(table, ReasonCode.WHY_NO_COLLATION, name);
        });
    }

    private static String array(Stream<String> names) {
        return names.distinct()
                .map(name -> '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** @throws Fault PARTS_DIFFER */
    void requireSchema(PartTable table) {
        String schema = table.name().schema();
        if (live.string("SELECT nspname FROM pg_namespace WHERE nspname = ?", schema) == null) {
            throw differ(table, ReasonCode.WHY_NO_SCHEMA, TableName.part(schema));
        }
    }

    /** @throws Fault PARTS_DIFFER */
    static void requireColumns(PartTable expected, Optional<PartTable> found) {
        var now = found.orElseThrow(() -> missing(expected.name().toString()));
        if (expected.isPartitioned() != now.isPartitioned()) {
            throw differ(expected, now.isPartitioned() ? ReasonCode.WHY_PARTITIONED : ReasonCode.WHY_NOT_PARTITIONED);
        }
        var there = new LinkedHashMap<String, Column>();
        now.columns().forEach(column -> there.put(column.name(), column));
        for (var column : expected.columns()) {
            var other = there.remove(column.name());
            if (other == null) {
                throw differ(expected, ReasonCode.WHY_NO_COLUMN, TableName.part(column.name()));
            }
            String was = words(column);
            if (!was.equals(words(other))) {
                throw differ(expected, ReasonCode.WHY_OTHER_COLUMN, TableName.part(column.name()), words(other), was);
            }
        }
        if (!there.isEmpty()) {
            String first = there.keySet().iterator().next();
            throw differ(expected, ReasonCode.WHY_NEW_COLUMN, TableName.part(first));
        }
    }

    private static String words(Column column) {
        return String.join(
                        " ",
                        column.type(),
                        column.collation().isEmpty() ? "" : "COLLATE " + column.collation(),
                        switch (column.identity()) {
                            case "a" -> "GENERATED ALWAYS AS IDENTITY";
                            case "d" -> "GENERATED BY DEFAULT AS IDENTITY";
                            default -> "";
                        },
                        column.isGenerated() ? column.generation() : "")
                .replaceAll(" +", " ")
                .strip();
    }

    static Fault missing(String table) {
        return new Fault(ErrorCode.PARTS_DIFFER, table, Reason.of(ReasonCode.WHY_NO_SUCH_TABLE));
    }

    private static Fault differ(PartTable table, ReasonCode how, String... arguments) {
        return new Fault(ErrorCode.PARTS_DIFFER, table.name(), Reason.of(how, (Object[]) arguments));
    }

    private static Map<String, Meaning> types(Session session, String names) {
        var types = new TreeMap<String, Meaning>();
        session.list(
                        TYPES,
                        row -> {
                            var labels = row.getArray(3);
                            return Map.entry(
                                    row.getString(1),
                                    new Meaning(
                                            row.getString(2),
                                            labels == null ? List.of() : List.of((String[]) labels.getArray())));
                        },
                        names)
                .forEach(type -> types.put(type.getKey(), type.getValue()));
        return types;
    }
}
