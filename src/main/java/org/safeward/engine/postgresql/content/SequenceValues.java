package org.safeward.engine.postgresql.content;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.SequenceValue;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Reads where sequences stand, by their oids, so that nothing else can have taken their names: by {@code pg_get_sequence_data} from version
 * 18 on, by {@code pg_sequence_last_value} before. That one is null for a sequence that was not called since it was set; the value of such
 * a one has to be asked for by its name. It has been locked by the function by then, so that it keeps its own name, it is looked at
 * again, and {@code restrict_nonsystem_relation_kind} (12.20, 13.16, 14.13, 15.8, 16.4) keeps views and foreign tables out.
 *
 * <p>Not promised: before version 18, who renames two schemas in the moment between two statements of ours has a table of his asked in
 * place of a sequence that was never called.
 */
final class SequenceValues {
    private static final int FIRST_WITH_DATA = 18;
    private static final String RESTRICTION = "restrict_nonsystem_relation_kind";
    private static final int BATCH = 100;

    private final Session session;

    /** @param value empty when it was not called */
    private record Read(long oid, TableName name, Optional<Long> value) {}

    SequenceValues(Session session) {
        this.session = session;
    }

    /** @param sequences a query of oid, schema and name */
    List<SequenceValue> of(String sequences) {
        if (session.version().major() >= FIRST_WITH_DATA) {
            return session.list(
                    "SELECT s.nspname, s.relname, d.last_value, d.is_called FROM (" + sequences
                            + ") s CROSS JOIN LATERAL pg_catalog.pg_get_sequence_data(s.oid) d",
                    row -> new SequenceValue(
                            new TableName(row.getString(1), row.getString(2)), row.getLong(3), row.getBoolean(4)));
        }
        boolean inTransaction = inTransaction();
        if (!inTransaction) {
            session.begin();
        }
        var values = byOid(sequences);
        if (!inTransaction) {
            session.rollback();
        }
        return values;
    }

    private List<SequenceValue> byOid(String sequences) {
        var values = new ArrayList<SequenceValue>();
        var notCalled = new ArrayList<Read>();
        for (var read : read("pg_catalog.pg_sequence_last_value(s.oid)", sequences)) {
            read.value()
                    .ifPresentOrElse(
                            last -> values.add(new SequenceValue(read.name(), last, true)), () -> notCalled.add(read));
        }
        if (!notCalled.isEmpty()) {
            values.addAll(byName(notCalled, sequences));
        }
        return values;
    }

    private List<Read> read(String value, String sequences) {
        return session.list("SELECT s.oid, s.nspname, s.relname, " + value + " FROM (" + sequences + ") s", row -> {
            long last = row.getLong(4);
            Optional<Long> found = row.wasNull() ? Optional.empty() : Optional.of(last);
            return new Read(row.getLong(1), new TableName(row.getString(2), row.getString(3)), found);
        });
    }

    private List<SequenceValue> byName(List<Read> locked, String sequences) {
        if (!new HashSet<>(read("NULL::pg_catalog.int8", sequences)).containsAll(locked)) {
            throw new Fault(ErrorCode.DATABASE_ERROR, "sequences were renamed while they were read");
        }
        boolean restrictable = session.is("SELECT pg_catalog.current_setting('" + RESTRICTION + "', true) IS NOT NULL");
        if (restrictable) {
            session.execute("SET LOCAL " + RESTRICTION + " = 'view, foreign-table'");
        }
        // One query for many: thousands of sequences would else cost as many round trips.
        var values = new ArrayList<SequenceValue>();
        for (int from = 0; from < locked.size(); from += BATCH) {
            var batch = locked.subList(from, Math.min(locked.size(), from + BATCH));
            values.addAll(session.list(
                    String.join(
                            " UNION ALL ",
                            batch.stream().map(SequenceValues::query).toList()),
                    row -> new SequenceValue(
                            new TableName(row.getString(1), row.getString(2)), row.getLong(3), row.getBoolean(4))));
        }
        if (restrictable) {
            session.execute("SET LOCAL " + RESTRICTION + " TO DEFAULT");
        }
        return values;
    }

    private static String query(Read sequence) {
        return "SELECT %s::pg_catalog.text, %s::pg_catalog.text, last_value, is_called FROM %s"
                .formatted(
                        TableName.literal(sequence.name().schema()),
                        TableName.literal(sequence.name().name()),
                        sequence.name().sql());
    }

    private boolean inTransaction() {
        try {
            return !session.connection().getAutoCommit();
        } catch (SQLException e) {
            throw session.fault(e);
        }
    }
}
