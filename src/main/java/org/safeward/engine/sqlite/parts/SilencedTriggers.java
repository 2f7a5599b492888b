package org.safeward.engine.sqlite.parts;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.connection.SqliteFaults;
import org.safeward.engine.sqlite.content.Schema;
import org.safeward.engine.sqlite.content.SchemaObject;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.fault.ReasonCode;
import org.sqlite.SQLiteErrorCode;

/**
 * The triggers of the named tables, which are away while rows come: SQLite cannot switch them off. They are made again in the order of
 * their creation, by which they fire.
 */
final class SilencedTriggers {
    private final List<SchemaObject> triggers;
    private final Session session;

    private SilencedTriggers(List<SchemaObject> triggers, Session session) {
        this.triggers = triggers;
        this.session = session;
    }

    static SilencedTriggers of(List<Part> plan, Session session) {
        Set<String> tables =
                plan.stream().map(part -> SqlNames.folded(part.target())).collect(Collectors.toSet());
        return new SilencedTriggers(of(tables, Schema.of(session)), session);
    }

    /** @param tables by their names as SQLite compares them */
    static List<SchemaObject> of(Set<String> tables, Schema schema) {
        return schema.objects().stream()
                .filter(object -> object.type().equals("trigger"))
                .filter(trigger -> tables.contains(SqlNames.folded(trigger.table())))
                .toList();
    }

    void drop() {
        for (SchemaObject trigger : triggers) {
            run("DROP TRIGGER main." + SqlNames.identifier(trigger.name()), trigger);
        }
    }

    void makeAgain() {
        for (SchemaObject trigger : triggers) {
            run(trigger.sql(), trigger);
        }
    }

    /** Prepared, so that of a text with a second statement, which anybody may have put into the schema, only the first could run. */
    private void run(String sql, SchemaObject trigger) {
        try (PreparedStatement statement = session.prepare(sql)) {
            statement.execute();
        } catch (SQLException e) {
            if (SqliteFaults.code(e) == SQLiteErrorCode.SQLITE_ERROR) {
                throw PartsImpossible.since(
                        e, ReasonCode.WHY_TRIGGER_FAILS, RawText.shown(trigger.name()), SqliteFaults.reason(e));
            }
            throw session.fault(e);
        }
    }
}
