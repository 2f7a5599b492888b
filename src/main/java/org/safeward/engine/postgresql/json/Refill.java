package org.safeward.engine.postgresql.json;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.copy.CopyIn;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.TableShape;
import org.safeward.engine.postgresql.sql.SequenceValue;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * Empties tables that exist and fills them with other rows, inside the caller's transaction: foreign keys are taken off before
 * and put back (and thereby checked) afterwards, so that they may point in circles; the users' triggers rest meanwhile.
 */
final class Refill implements JsonReading.Visitor {
    private static final String FOREIGN_KEYS = """
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
                format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)),
                format('COMMENT ON CONSTRAINT %I ON %s IS %L', conname, conrelid::regclass,
                    obj_description(oid, 'pg_constraint'))
            FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 ORDER BY oid""";

    private static final String TRIGGERS = """
            SELECT format('ALTER TABLE ONLY %s DISABLE TRIGGER %I', tgrelid::regclass, tgname),
                format('ALTER TABLE ONLY %s ENABLE %s TRIGGER %I', tgrelid::regclass,
                    CASE tgenabled WHEN 'R' THEN 'REPLICA' WHEN 'A' THEN 'ALWAYS' ELSE '' END, tgname)
            FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgrelid = to_regclass(?)""";

    private static final String MATERIALIZED_VIEWS =
            "SELECT format('REFRESH MATERIALIZED VIEW %s', oid::regclass) FROM pg_class"
                    + " WHERE relkind = 'm' AND relispopulated ORDER BY oid";

    private final Session session;
    private final Work work;
    private final List<String> afterwards = new ArrayList<>();
    private CopyIn copy;
    private long rows;

    Refill(Session session, Work work) {
        this.session = session;
        this.work = work;
    }

    /** Takes off what would hinder, and empties the tables. */
    void prepare(List<TableShape> tables) {
        if (!tables.isEmpty()) {
            // First: a trigger that is made in between would run with our rights.
            session.execute("LOCK TABLE " + only(tables) + " IN ACCESS EXCLUSIVE MODE");
        }
        session.list(FOREIGN_KEYS, row -> new String[] {row.getString(1), row.getString(2), row.getString(3)})
                .forEach(key -> {
                    session.execute(key[0]);
                    afterwards.add(key[1]);
                    afterwards.add(key[2]);
                });
        for (var table : tables) {
            session.list(
                            TRIGGERS,
                            row -> List.of(row.getString(1), row.getString(2)),
                            table.name().sql())
                    .forEach(trigger -> {
                        session.execute(trigger.get(0));
                        afterwards.add(trigger.get(1));
                    });
        }
        if (!tables.isEmpty()) {
            session.execute("TRUNCATE " + only(tables));
        }
    }

    private static String only(List<TableShape> tables) {
        return tables.stream().map(table -> "ONLY " + table.name().sql()).collect(Collectors.joining(", "));
    }

    /** Puts back what was taken off, and brings up to date what depends on the rows. */
    void finish() {
        afterwards.forEach(session::execute);
        session.strings(MATERIALIZED_VIEWS)
                .forEach(refresh -> session.execute(session.evaluation().of(refresh)));
    }

    @Override
    public void table(TableShape table) {
        try {
            copy = session.copy().copyIn(session.encoding().textOfCopy("COPY " + table.copyTarget() + " FROM STDIN"));
        } catch (SQLException e) {
            throw session.fault(e);
        }
    }

    @Override
    public void row(List<String> values) throws IOException {
        byte[] row = CopyText.row(values, session.encoding().content().charset());
        try {
            copy.writeToCopy(row, 0, row.length);
        } catch (SQLException e) {
            throw session.fault(e);
        }
        work.progress(++rows, 0);
    }

    @Override
    public void tableEnd() {
        try {
            copy.endCopy();
        } catch (SQLException e) {
            throw session.fault(e);
        }
    }

    @Override
    public void sequence(SequenceValue value) {
        session.string("SELECT setval(%s::regclass, %d, %b)"
                .formatted(TableName.literal(value.sequence().sql()), value.last(), value.called()));
    }
}
