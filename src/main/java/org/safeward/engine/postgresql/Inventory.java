package org.safeward.engine.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.safeward.archive.Manifest;

/** What a database holds, asked of its catalogs. What belongs to an extension is the extension's and not counted. */
final class Inventory {
    /** Rows of the relations of one kind that users made, that last, and that no extension brought. */
    private static final String RELATIONS = """
            SELECT n.nspname, c.relname
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = '%s' AND c.relpersistence <> 't'
              AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')""";

    private static final int BATCH = 100;

    private final Session session;

    Inventory(Session session) {
        this.session = session;
    }

    /** Tables that hold rows themselves: not views, partitioned tables, foreign tables. */
    List<TableName> tables() {
        return names('r');
    }

    List<TableName> sequences() {
        return names('S');
    }

    /** Counts every row; of a table with children only its own, as COPY writes them. */
    List<Manifest.Table> countedTables() {
        // A policy that hides rows has to be an error, or the count would lie.
        session.execute("SET row_security = off");
        return inBatches(
                tables(),
                table -> "SELECT %s::text, count(*) FROM ONLY %s"
                        .formatted(TableName.literal(table.toString()), table.sql()),
                row -> new Manifest.Table(row.getString(1), row.getLong(2)));
    }

    List<SequenceValue> sequenceValues() {
        return inBatches(
                sequences(),
                sequence -> "SELECT %s::text, %s::text, last_value, is_called FROM %s"
                        .formatted(
                                TableName.literal(sequence.schema()),
                                TableName.literal(sequence.name()),
                                sequence.sql()),
                row -> new SequenceValue(
                        new TableName(row.getString(1), row.getString(2)), row.getLong(3), row.getBoolean(4)));
    }

    private List<TableName> names(char kind) {
        return session
                .list(RELATIONS.formatted(kind), row -> new TableName(row.getString(1), row.getString(2)))
                .stream()
                .sorted()
                .toList();
    }

    /** One query for many relations: thousands of small tables would else cost as many round trips. */
    private <T> List<T> inBatches(
            List<TableName> names, Function<TableName, String> query, Session.RowReader<T> reader) {
        var all = new ArrayList<T>();
        for (int from = 0; from < names.size(); from += BATCH) {
            var batch = names.subList(from, Math.min(names.size(), from + BATCH));
            all.addAll(session.list(
                    String.join(" UNION ALL ", batch.stream().map(query).toList()), reader));
        }
        return all;
    }
}
