package org.safeward.engine.postgresql.dump;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.connection.SqlFault;
import org.safeward.engine.postgresql.sql.ObjectName;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/**
 * Looks for foreign keys whose rows break them although they claim to be valid: written with triggers off, or by a superuser with
 * session_replication_role. The dump makes the key anew and fails of them.
 *
 * <p>Every key is looked at by the query that PostgreSQL itself uses (RI_Initial_Check), smallest tables first, until the time is up;
 * those that were not reached are not spoken of, for only a trial restore is certain. Neither are those whose query fails, as of an index
 * over a function that the planner takes apart and that relies on search_path: a forecast never fails a backup. Keys whose comparison is not PostgreSQL's own are
 * not looked at: their functions belong to users, and would run with our rights. Neither are keys over tables of other owners than our own
 * role: a query over a table has the server's planner evaluate its owner's functions ({@code RowCount}).
 */
final class BrokenKeys {
    private static final String KEYS = """
            SELECT k.conname, n.nspname, c.relname, rn.nspname, r.relname, c.relkind, r.relkind,
                (SELECT array_agg(a.attname::text ORDER BY u.place) FROM unnest(k.conkey) WITH ORDINALITY u(num, place)
                    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num),
                (SELECT array_agg(a.attname::text ORDER BY u.place) FROM unnest(k.confkey) WITH ORDINALITY u(num, place)
                    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num),
                EXISTS (SELECT FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgisinternal AND t.tgenabled IN ('D', 'R')),
                NOT EXISTS (SELECT FROM unnest(k.conpfeqop) o WHERE o >= 16384)
                  AND NOT EXISTS (SELECT FROM (SELECT k.conrelid UNION SELECT k.confrelid
                        UNION SELECT relid FROM pg_partition_tree(k.conrelid)
                        UNION SELECT relid FROM pg_partition_tree(k.confrelid)) t(id)
                      JOIN pg_class o ON o.oid = t.id JOIN pg_roles w ON w.oid = o.relowner WHERE w.rolname <> current_user),
                k.oid::bigint, k.conrelid::bigint, k.confrelid::bigint
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
            WHERE k.contype = 'f' AND k.convalidated AND k.conparentid = 0 AND c.relkind IN ('r', 'p') AND r.relkind IN ('r', 'p')
            ORDER BY greatest(c.reltuples, 0) + greatest(r.reltuples, 0), k.oid""";

    private record Key(
            String name,
            TableName table,
            TableName referenced,
            String tableKind,
            String referencedKind,
            List<String> columns,
            List<String> referencedColumns,
            boolean off,
            boolean ours) {

        String object() {
            return ObjectName.of("constraint", name, table);
        }

        String query() {
            String given = columns.stream()
                    .map(column -> "c." + TableName.quote(column) + " IS NOT NULL")
                    .collect(Collectors.joining(" AND "));
            String same = IntStream.range(0, columns.size())
                    .mapToObj(i -> "p." + TableName.quote(referencedColumns.get(i)) + " OPERATOR(pg_catalog.=) c."
                            + TableName.quote(columns.get(i)))
                    .collect(Collectors.joining(" AND "));
            return "SELECT EXISTS (SELECT FROM " + from(table, tableKind) + " c WHERE " + given
                    + " AND NOT EXISTS (SELECT FROM " + from(referenced, referencedKind) + " p WHERE " + same + "))";
        }

        private static String from(TableName table, String kind) {
            return (kind.equals("r") ? "ONLY " : "") + table.sql();
        }
    }

    private static final Logger LOG = System.getLogger(BrokenKeys.class.getName());

    private final Session session;
    private final long until;

    BrokenKeys(Session session, Duration time) {
        this.session = session;
        this.until = System.nanoTime() + time.toNanos();
    }

    /** In the session's transaction, of its snapshot. */
    List<Warning> warnings() {
        var warnings = new ArrayList<Warning>();
        for (var key : session.list(
                KEYS,
                row -> new Key(
                        row.getString(1),
                        new TableName(row.getString(2), row.getString(3)),
                        new TableName(row.getString(4), row.getString(5)),
                        row.getString(6),
                        row.getString(7),
                        List.of((String[]) row.getArray(8).getArray()),
                        List.of((String[]) row.getArray(9).getArray()),
                        row.getBoolean(10),
                        row.getBoolean(11)))) {
            if (isBroken(key)) {
                warnings.add(Warning.of(WarningCode.FOREIGN_KEY_BROKEN, key.object(), key.table(), key.referenced()));
            } else if (key.off()) {
                warnings.add(Warning.of(WarningCode.FOREIGN_KEY_OFF, key.object(), key.table()));
            }
        }
        return warnings;
    }

    private boolean isBroken(Key key) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0 || !key.ours()) {
            return false;
        }
        session.execute("SAVEPOINT looking");
        try {
            session.execute("SET LOCAL statement_timeout = " + left);
            return session.is(key.query());
        } catch (Fault e) {
            if (hasEnded(e)) {
                throw e;
            }
            LOG.log(Level.DEBUG, key.object() + " could not be looked at", e);
            return false;
        } finally {
            session.execute("ROLLBACK TO SAVEPOINT looking");
        }
    }

    /** Whether the session has (classes 08 and 57P of SQLSTATE) and not only the query: then the backup has failed as well. */
    private static boolean hasEnded(Fault e) {
        return !(e.getCause() instanceof SQLException failed)
                || SqlFault.state(failed).startsWith("08")
                || SqlFault.state(failed).startsWith("57P");
    }
}
