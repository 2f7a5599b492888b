package org.safeward.engine.postgresql.parts;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.Inventory;
import org.safeward.engine.postgresql.sql.SequenceValue;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * The sequences that columns of some tables belong to or draw their defaults from. They go on behind the greater of what the backup and the
 * live database have, so that no number comes twice: those of rows that came back, and those that were given out since.
 */
final class Sequences {
    private static final String OF_COLUMNS = """
            SELECT DISTINCT t.place, a.attname, n.nspname, s.relname, q.seqincrement < 0, q.seqcache
            FROM unnest(%s) WITH ORDINALITY AS t(oid, place) JOIN pg_attribute a ON a.attrelid = t.oid
            JOIN LATERAL (
                SELECT d.objid FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                  AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype IN ('a', 'i')
                UNION ALL SELECT d.refobjid FROM pg_attrdef f JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass
                  AND d.objid = f.oid AND d.refclassid = 'pg_class'::regclass
                WHERE f.adrelid = a.attrelid AND f.adnum = a.attnum) used ON true
            JOIN pg_class s ON s.oid = used.objid AND s.relkind = 'S' JOIN pg_namespace n ON n.oid = s.relnamespace
            JOIN pg_sequence q ON q.seqrelid = s.oid ORDER BY 1, 2, 3, 4""";

    private final Session live;

    /** @param table the place of the table among those that were named */
    private record Used(int table, String column, TableName sequence, boolean descends, long cache) {}

    Sequences(Session live) {
        this.live = live;
    }

    List<String> names(List<PartTable> tables) {
        var names = new LinkedHashSet<String>();
        used(live, tables).forEach(used -> names.add(used.sequence().toString()));
        return List.copyOf(names);
    }

    /**
     * In the transaction of the caller, with which they are taken back.
     *
     * @param tables both in the same order
     */
    void advance(Session staged, List<PartTable> stagedTables, List<PartTable> tables) {
        var source = used(staged, stagedTables);
        var before = values(staged);
        for (var used : used(live, tables)) {
            var from = counterpart(used, source).map(each -> before.get(each.sequence()));
            if (from.isPresent() && isBehind(used, from.get())) {
                lock(used);
                if (isBehind(used, from.get())) {
                    live.string("SELECT pg_catalog.setval(%s::pg_catalog.regclass, %d, %b)"
                            .formatted(
                                    TableName.literal(used.sequence().sql()),
                                    from.get().last(),
                                    from.get().called()));
                }
            }
        }
    }

    /** Of the same column: the one of the same name, else the only one. */
    private static Optional<Used> counterpart(Used used, List<Used> source) {
        var ofColumn = source.stream()
                .filter(each -> each.table() == used.table() && each.column().equals(used.column()))
                .toList();
        return ofColumn.stream()
                .filter(each -> each.sequence().equals(used.sequence()))
                .findFirst()
                .or(() -> ofColumn.size() == 1 ? Optional.of(ofColumn.get(0)) : Optional.empty());
    }

    private boolean isBehind(Used used, SequenceValue other) {
        var now = values(live).get(used.sequence());
        int compared = Long.compare(other.last(), now.last()) * (used.descends() ? -1 : 1);
        return compared > 0 || compared == 0 && other.called() && !now.called();
    }

    /**
     * Nobody draws from it until the transaction ends, and what is set from here on ends with that: the server gives a sequence that is altered
     * a new file (its documentation of ALTER SEQUENCE), also when nothing becomes other than it was.
     */
    private void lock(Used used) {
        live.execute("ALTER SEQUENCE " + used.sequence().sql() + " CACHE " + used.cache());
    }

    private static Map<TableName, SequenceValue> values(Session session) {
        var values = new HashMap<TableName, SequenceValue>();
        new Inventory(session).sequenceValues().forEach(value -> values.put(value.sequence(), value));
        return values;
    }

    /** Of the tables themselves: partitions have the columns of theirs. */
    private static List<Used> used(Session session, List<PartTable> tables) {
        return session.list(
                OF_COLUMNS.formatted(PartTables.rootOids(tables)),
                row -> new Used(
                        row.getInt(1),
                        row.getString(2),
                        new TableName(row.getString(3), row.getString(4)),
                        row.getBoolean(5),
                        row.getLong(6)));
    }
}
