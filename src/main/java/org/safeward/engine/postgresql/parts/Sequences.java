package org.safeward.engine.postgresql.parts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.Inventory;
import org.safeward.engine.postgresql.sql.SequenceValue;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.Fault;
import org.safeward.fault.ReasonCode;

/**
 * The sequences that columns of some tables belong to or draw their defaults from. They go on behind the greater of what the backup and the
 * live database have, so that no number comes twice: those of rows that came back, and those that were given out since. One that the column
 * has got since the backup goes on behind the rows.
 */
final class Sequences {
    private static final String OF_COLUMNS = """
            SELECT DISTINCT t.place, a.attname, n.nspname, s.relname, q.seqincrement < 0, q.seqcache, q.seqmin, q.seqmax,
                pg_has_role(s.relowner, 'USAGE'), a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
            FROM unnest(%s) WITH ORDINALITY AS t(oid, place)
            CROSS JOIN LATERAL (SELECT t.oid UNION SELECT relid FROM pg_partition_ancestors(t.oid)) above
            JOIN pg_attribute a ON a.attrelid = above.oid
            JOIN LATERAL (
                SELECT d.objid FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                  AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype IN ('a', 'i')
                UNION ALL SELECT d.refobjid FROM pg_attrdef f JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass
                  AND d.objid = f.oid AND d.refclassid = 'pg_class'::regclass
                WHERE f.adrelid = a.attrelid AND f.adnum = a.attnum) used ON true
            JOIN pg_class s ON s.oid = used.objid AND s.relkind = 'S' JOIN pg_namespace n ON n.oid = s.relnamespace
            JOIN pg_sequence q ON q.seqrelid = s.oid ORDER BY 1, 2, 3, 4""";

    /** As COPY writes it. */
    private static final String NULL = "\\N";

    private final Session live;
    private final RowStream stream;

    /**
     * @param table the place of the table among those that were named
     * @param counts whether the column has whole numbers
     */
    private record Used(
            int table,
            String column,
            TableName sequence,
            boolean descends,
            long cache,
            long least,
            long greatest,
            boolean owned,
            boolean counts) {

        /** Whether it gets to a number behind the last of those that it gets to. */
        boolean reaches(long number, Long last) {
            return number >= least
                    && number <= greatest
                    && (last == null || (descends ? number < last : number > last));
        }
    }

    /** @param to where the backup has it */
    private record Step(Used used, SequenceValue to) {}

    /** @param stream for rows that have to be looked at */
    Sequences(Session live, RowStream stream) {
        this.live = live;
        this.stream = stream;
    }

    static List<String> names(Session live, List<PartTable> tables) {
        var names = new LinkedHashSet<String>();
        used(live, tables).forEach(used -> names.add(used.sequence().toString()));
        return List.copyOf(names);
    }

    /**
     * In the transaction of the caller, with which they are taken back.
     *
     * @param tables both in the same order
     * @throws Fault PARTS_IMPOSSIBLE
     */
    void advance(Session staged, List<PartTable> stagedTables, List<PartTable> tables) {
        for (var step : requireMovable(staged, stagedTables, tables)) {
            lock(step.used());
            if (isBehind(step)) {
                live.string("SELECT pg_catalog.setval(%s::pg_catalog.regclass, %d, %b)"
                        .formatted(
                                TableName.literal(step.used().sequence().sql()),
                                step.to().last(),
                                step.to().called()));
            }
        }
    }

    /**
     * Those that are behind the backup's, and can be moved.
     *
     * @throws Fault PARTS_IMPOSSIBLE
     */
    List<Step> requireMovable(Session staged, List<PartTable> stagedTables, List<PartTable> tables) {
        var source = used(staged, stagedTables);
        var before = values(staged);
        var steps = new ArrayList<Step>();
        for (var used : used(live, tables)) {
            counterpart(used, source)
                    .map(each -> before.get(each.sequence()))
                    .or(() -> lastOfRows(staged, stagedTables.get(used.table() - 1), used))
                    .map(to -> new Step(used, to))
                    .filter(this::isBehind)
                    .ifPresent(steps::add);
        }
        steps.forEach(Sequences::requireMovable);
        return steps;
    }

    private static void requireMovable(Step step) {
        var used = step.used();
        long last = step.to().last();
        if (!used.owned()) {
            throw PartsImpossible.of(ReasonCode.WHY_SEQUENCE_OF_OTHER, used.sequence(), last);
        }
        if (last < used.least() || last > used.greatest()) {
            throw PartsImpossible.of(
                    ReasonCode.WHY_SEQUENCE_LIMITS, used.sequence(), last, used.least(), used.greatest());
        }
    }

    /**
     * For a column that had no sequence in the backup: rows that it would meet on its way. Not by a query, for which the server might run functions
     * of the table's.
     */
    private Optional<SequenceValue> lastOfRows(Session staged, PartTable table, Used used) {
        if (!used.counts()) {
            return Optional.empty();
        }
        var last = new AtomicReference<Long>();
        for (var relation : table.stored()) {
            stream.each(staged, relation.name().sql() + " (" + TableName.quote(used.column()) + ")", row -> {
                String number = new String(row, US_ASCII).strip();
                if (!number.equals(NULL) && used.reaches(Long.parseLong(number), last.get())) {
                    last.set(Long.valueOf(number));
                }
            });
        }
        return Optional.ofNullable(last.get()).map(number -> new SequenceValue(used.sequence(), number, true));
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

    private boolean isBehind(Step step) {
        var now = values(live).get(step.used().sequence());
        int compared = Long.compare(step.to().last(), now.last()) * (step.used().descends() ? -1 : 1);
        return compared > 0 || compared == 0 && step.to().called() && !now.called();
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

    /** Of the tables themselves and those above: an identity is the partitioned table's alone. */
    private static List<Used> used(Session session, List<PartTable> tables) {
        return session.list(
                OF_COLUMNS.formatted(PartTables.rootOids(tables)),
                row -> new Used(
                        row.getInt(1),
                        row.getString(2),
                        new TableName(row.getString(3), row.getString(4)),
                        row.getBoolean(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getBoolean(9),
                        row.getBoolean(10)));
    }
}
