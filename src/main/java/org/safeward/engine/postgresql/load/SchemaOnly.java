package org.safeward.engine.postgresql.load;

import java.util.ArrayList;
import java.util.List;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.RowsTaken;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/**
 * Makes what a dump of pg_dump declares, and none of its rows: no COPY, no large object, no value of a sequence, no materialized view filled,
 * which could run for hours and fail of tables that are empty here alone. Goes on behind what a restore might leave out, as {@link Forbearing}
 * does; at the first other failure it is over, since most of what follows would fail of that one.
 */
public final class SchemaOnly implements ScriptTarget {
    private final Forbearing target;
    private final List<Warning> needed = new ArrayList<>();

    public SchemaOnly(Session session) {
        target = new Forbearing(new SequentialLoad(session), new ChecksAside());
    }

    /** What could not be made, with the reasons. */
    public List<Warning> failing() {
        var failing = new ArrayList<Warning>();
        target.leftOut().forEach((object, reason) -> failing.add(warning(object, reason)));
        failing.addAll(needed);
        return failing;
    }

    /** Whether it is over before its end. */
    public boolean isOver() {
        return !needed.isEmpty();
    }

    @Override
    public Session session() {
        return target.session();
    }

    @Override
    public void encoding(ContentEncoding encoding) {
        target.encoding(encoding);
    }

    @Override
    public void execute(ScriptStatement statement) {
        if (isOver() || isAboutContent(statement)) {
            return;
        }
        try {
            target.execute(statement);
        } catch (Fault e) {
            if (!Forbearing.OF_STATEMENT.contains(e.code())) {
                throw e;
            }
            needed.add(
                    warning(statement.excerpt(), e.arguments().get(e.arguments().size() - 1)));
        }
    }

    private static boolean isAboutContent(ScriptStatement statement) {
        return switch (statement.firstWord()) {
            case "insert", "update", "delete", "refresh" -> true;
            case "select" -> !statement.sql().startsWith("SELECT pg_catalog.set_config(");
            case "alter", "comment", "grant", "revoke", "security" -> isAboutLargeObject(statement);
            default -> false;
        };
    }

    private static boolean isAboutLargeObject(ScriptStatement statement) {
        if (!statement.says("LARGE OBJECT")) {
            return false;
        }
        var tokens = statement.tokens();
        while (tokens.next()) {
            if (tokens.is("large")) {
                return tokens.accept("object");
            }
        }
        return false;
    }

    private static Warning warning(String object, String reason) {
        return Warning.of(WarningCode.FAILS_IN_REHEARSAL, object, reason);
    }

    @Override
    public Rows copy(ScriptStatement statement) {
        return Nowhere.INSTANCE;
    }

    /** Where rows go that nobody wants. */
    private enum Nowhere implements Rows {
        INSTANCE;

        @Override
        public void take(byte[] bytes, int offset, int length) {
            // They are in the file.
        }

        @Override
        public void end() {
            // Nothing was begun.
        }

        @Override
        public void close() {
            // Nothing was begun.
        }
    }

    @Override
    public RowsTaken taken() {
        return target.taken();
    }

    @Override
    public void finish() {
        target.finish();
    }
}
