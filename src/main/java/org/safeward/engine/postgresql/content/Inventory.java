package org.safeward.engine.postgresql.content;

import java.util.List;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.SequenceValue;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * What a database holds, asked of its catalogs. What belongs to an extension is the extension's and not counted.
 *
 * <p>Whoever owns a relation may put another one in its place between two statements of ours, and would like us to run his functions with
 * our rights. So nothing here is a query over a relation of the user's: rows are counted by {@link RowCount}, sequences are read by
 * {@link SequenceValues}.
 */
public final class Inventory {
    /** Of relations of one kind that users made, that last, and that no extension brought. */
    private static final String RELATIONS = """
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = '%s' AND c.relpersistence <> 't'
              AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')""";

    private final Session session;

    public Inventory(Session session) {
        this.session = session;
    }

    /** Tables that hold rows themselves: not views, partitioned tables, foreign tables. */
    public List<TableName> tables() {
        return names('r');
    }

    /** Tables whose rows are in their partitions. */
    public List<TableName> partitioned() {
        return names('p');
    }

    public List<TableName> sequences() {
        return names('S');
    }

    /** Counts every row; of a table with children only its own, as COPY writes them. */
    public List<Manifest.Table> countedTables() {
        // A policy that hides rows has to be an error, or the count would lie.
        session.execute("SET row_security = off");
        var count = new RowCount(session);
        return session
                .list(
                        "SELECT n.nspname, c.relname, " + RowCount.NARROWEST_COLUMN + RELATIONS.formatted('r'),
                        row -> new RowCount.Countable(
                                new TableName(row.getString(1), row.getString(2)), row.getString(3)))
                .stream()
                .sorted()
                .map(table -> new Manifest.Table(table.name().toString(), count.of(table)))
                .toList();
    }

    public List<SequenceValue> sequenceValues() {
        return new SequenceValues(session).of("SELECT c.oid, n.nspname, c.relname " + RELATIONS.formatted('S'));
    }

    private List<TableName> names(char kind) {
        return session
                .list(
                        "SELECT n.nspname, c.relname " + RELATIONS.formatted(kind),
                        row -> new TableName(row.getString(1), row.getString(2)))
                .stream()
                .sorted()
                .toList();
    }
}
