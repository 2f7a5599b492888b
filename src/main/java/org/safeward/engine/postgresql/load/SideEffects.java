package org.safeward.engine.postgresql.load;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * Rows that a statement of a script brings into or takes out of tables that it does not name: a materialized view is filled by
 * functions, and those may write. Measured by the server's own count of the rows of a transaction
 * (PostgreSQL's view pg_stat_xact_user_tables), so that it is known and not guessed.
 *
 * <p>Only REFRESH is measured: the rest of a dump runs before anything can act, but for checks, whose functions run with every row.
 * What such a one writes is not explained here and ends the restore. So does everything on a server with track_counts=off.
 */
final class SideEffects {
    private static final String ROWS =
            "SELECT schemaname, relname, n_tup_ins - n_tup_del FROM pg_catalog.pg_stat_xact_user_tables"
                    + " WHERE n_tup_ins <> n_tup_del";

    /**
     * Rows more, or less if negative.
     *
     * @param statement the last that had this effect
     */
    record Effect(long rows, String statement) {
        private Effect and(Effect other) {
            return new Effect(rows + other.rows, other.statement);
        }
    }

    private final Map<String, Effect> effects = new LinkedHashMap<>();

    /** Whether a statement is worth being measured. */
    static boolean mayHave(ScriptStatement statement) {
        return statement.firstWord().equals("refresh");
    }

    /** Runs the statement. @param byItself in a transaction of its own, else in the one that is open */
    void of(ScriptStatement statement, ScriptTarget target, boolean byItself) {
        var session = target.session();
        if (byItself) {
            session.begin();
        }
        var before = rows(session);
        target.execute(statement);
        rows(target.session()).forEach((table, rows) -> {
            long more = rows - before.getOrDefault(table, 0L);
            if (more != 0) {
                effects.merge(table, new Effect(more, statement.excerpt()), Effect::and);
            }
        });
        if (byItself) {
            session.commit();
        }
    }

    /** @param table as manifests name it */
    Optional<Effect> on(String table) {
        return Optional.ofNullable(effects.get(table));
    }

    private static Map<String, Long> rows(Session session) {
        var rows = new HashMap<String, Long>();
        session.list(
                ROWS, row -> rows.put(new TableName(row.getString(1), row.getString(2)).toString(), row.getLong(3)));
        return rows;
    }
}
