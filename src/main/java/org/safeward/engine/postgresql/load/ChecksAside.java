package org.safeward.engine.postgresql.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.safeward.engine.postgresql.connection.OurSettings;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.ObjectName;
import org.safeward.engine.postgresql.sql.ObjectTokens;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.Fault;

/**
 * Checks in the definition of a table or of a domain that keep its rows from being loaded. The script is run again without them, and they are
 * made when all rows are there: then a check holds that reads other tables or the text of a date, and one that fails has a name by which it
 * may be left out ({@link ScriptObject}).
 *
 * <p>Only what a COPY has failed of is set aside: a check may hold for rows that come into an empty table, and not for a table that is full.
 * Which one it was the server tells where rows break it, and not where its function fails; then it is all those of the table that call
 * functions of users, if any do, and from the second failure of the same table on all that there are.
 */
public final class ChecksAside {
    /** Of a table, of those above and below it, and of the domains of their columns. */
    private static final String CHECKS_OF = """
            WITH RECURSIVE above(oid) AS (
                SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
                UNION SELECT i.inhparent FROM above a JOIN pg_catalog.pg_inherits i ON i.inhrelid = a.oid
            ), tables(oid) AS (
                SELECT oid FROM above
                UNION SELECT i.inhrelid FROM tables a JOIN pg_catalog.pg_inherits i ON i.inhparent = a.oid
            ), types(oid) AS (
                SELECT a.atttypid FROM pg_catalog.pg_attribute a JOIN tables r ON r.oid = a.attrelid WHERE a.attnum > 0
                UNION SELECT p.oid FROM types s JOIN pg_catalog.pg_type t ON t.oid = s.oid
                CROSS JOIN LATERAL (SELECT t.typbasetype UNION ALL SELECT t.typelem
                    UNION ALL SELECT a.atttypid FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0
                    UNION ALL SELECT g.rngsubtype FROM pg_catalog.pg_range g WHERE g.rngtypid = t.oid) p(oid)
                WHERE p.oid <> 0
            )
            SELECT k.contypid = 0, n.nspname, COALESCE(c.relname, t.typname), k.conname, EXISTS (
                SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
                    AND d.objid = k.oid AND d.refobjid >= 16384 AND d.refclassid IN ('pg_catalog.pg_proc'::pg_catalog.regclass,
                        'pg_catalog.pg_operator'::pg_catalog.regclass, 'pg_catalog.pg_type'::pg_catalog.regclass)
                    AND d.refobjid <> k.contypid)
            FROM pg_catalog.pg_constraint k
            LEFT JOIN pg_catalog.pg_class c ON c.oid = k.conrelid LEFT JOIN pg_catalog.pg_type t ON t.oid = k.contypid
            JOIN pg_catalog.pg_namespace n ON n.oid = COALESCE(c.relnamespace, t.typnamespace)
            WHERE k.contype = 'c' AND k.conislocal
                AND (k.conrelid IN (SELECT oid FROM tables) OR k.contypid IN (SELECT oid FROM types))
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.deptype = 'e' AND (e.classid, e.objid) IN (
                    ('pg_catalog.pg_class'::pg_catalog.regclass, c.oid), ('pg_catalog.pg_type'::pg_catalog.regclass, t.oid)))
            ORDER BY 1, 2, 3, 4""";

    /** What is inherited can be taken away only where it comes from. */
    private static final String DEFINITION = """
            SELECT pg_catalog.pg_get_constraintdef(k.oid), pg_catalog.obj_description(k.oid, 'pg_constraint')
            FROM pg_catalog.pg_constraint k
            LEFT JOIN pg_catalog.pg_class c ON c.oid = k.conrelid LEFT JOIN pg_catalog.pg_type t ON t.oid = k.contypid
            JOIN pg_catalog.pg_namespace n ON n.oid = COALESCE(c.relnamespace, t.typnamespace)
            WHERE k.contype = 'c' AND k.coninhcount = 0 AND (k.contypid = 0) = ? AND n.nspname = ?
                AND COALESCE(c.relname, t.typname) = ? AND k.conname = ?""";

    private static final String IS_THERE = "SELECT EXISTS (SELECT FROM pg_catalog.pg_type t"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = ? AND t.typname = ?)";

    /** @param on a table, or else a domain */
    private record Check(boolean ofTable, TableName on, String name) {

        ScriptObject object() {
            return ofTable
                    ? new ScriptObject(
                            ObjectName.of("constraint", name, on),
                            ObjectName.of("constraint", name, on),
                            ObjectTokens.relation(on))
                    : new ScriptObject(ofDomain(), ofDomain(), "");
        }

        private String ofDomain() {
            return "constraint " + TableName.part(name) + " on domain " + on;
        }

        String alter(String what) {
            return "ALTER " + (ofTable ? "TABLE " : "DOMAIN ") + on.sql() + " " + what + " CONSTRAINT "
                    + TableName.quote(name);
        }

        String comment(String text) {
            return "COMMENT ON CONSTRAINT " + TableName.quote(name) + " ON " + (ofTable ? "" : "DOMAIN ") + on.sql()
                    + " IS " + TableName.literal(text);
        }
    }

    /** @param calls whether it calls what users have made */
    private record Found(Check check, boolean calls) {}

    /** @param comment null for none */
    private record Taken(Check check, String definition, String comment) {}

    private final Set<Check> wanted = new LinkedHashSet<>();
    private final Set<TableName> failed = new HashSet<>();
    private final Deque<Taken> taken = new ArrayDeque<>();
    private boolean again;

    /** Whether the script that has just been run found something to set aside, and has to be run again from an empty database. */
    public boolean again() {
        boolean was = again;
        again = false;
        taken.clear();
        return was;
    }

    /** As {@link #again()}, for a run that has ended early. */
    public boolean againAfter(Fault fault) {
        return Forbearing.OF_STATEMENT.contains(fault.code()) && again();
    }

    /** As {@link #again()}, while the run goes on. */
    public boolean isAgain() {
        return again;
    }

    /**
     * Looks for what to set aside.
     *
     * @param session in which more can be run
     * @return false when there is nothing, so that the failure stands
     */
    boolean foundAfter(Fault fault, TableName table, Session session) {
        var found = undisturbed(
                session,
                () -> session.list(
                        CHECKS_OF,
                        row -> new Found(
                                new Check(
                                        row.getBoolean(1),
                                        new TableName(row.getString(2), row.getString(3)),
                                        row.getString(4)),
                                row.getBoolean(5)),
                        table.schema(),
                        table.name()));
        found.removeIf(one -> wanted.contains(one.check()));
        var more = failed.add(table) ? narrowed(found, fault) : found;
        more.forEach(one -> wanted.add(one.check()));
        again |= !more.isEmpty();
        return !more.isEmpty();
    }

    private static List<Found> narrowed(List<Found> found, Fault fault) {
        var message = fault.getCause() instanceof PSQLException e ? e.getServerErrorMessage() : null;
        var named = found.stream()
                .filter(one -> message != null && isNamedIn(message, one.check()))
                .toList();
        var calling = found.stream().filter(Found::calls).toList();
        return !named.isEmpty() ? named : !calling.isEmpty() ? calling : found;
    }

    private static boolean isNamedIn(ServerErrorMessage message, Check check) {
        boolean onTable = message.getDatatype() == null;
        return check.name().equals(message.getConstraint())
                && check.ofTable() == onTable
                && (onTable || check.on().name().equals(message.getDatatype()));
    }

    /** Before rows are loaded: takes away what is wanted and there. */
    void take(Session session) {
        boolean more = !wanted.isEmpty();
        while (more) {
            more = false;
            for (var check : wanted) {
                more |= takeOne(check, session);
            }
        }
    }

    private boolean takeOne(Check check, Session session) {
        var on = check.on();
        var there = undisturbed(
                session,
                () -> session.list(
                        DEFINITION,
                        row -> new Taken(check, row.getString(1), row.getString(2)),
                        check.ofTable(),
                        on.schema(),
                        on.name(),
                        check.name()));
        there.forEach(one -> {
            session.execute(check.alter("DROP"));
            taken.push(one);
        });
        return !there.isEmpty();
    }

    /**
     * When all rows are there. The last that was taken comes back first: one that is inherited, too, merges with its parent's.
     *
     * @param make makes an object by statements, the second of which may be missing
     */
    void putBack(Session session, BiConsumer<ScriptObject, List<String>> make) {
        while (!taken.isEmpty()) {
            var one = taken.pop();
            var check = one.check();
            if (undisturbed(
                    session,
                    () -> session.is(IS_THERE, check.on().schema(), check.on().name()))) {
                var statements = new ArrayList<String>();
                statements.add(check.alter("ADD") + " " + one.definition());
                if (one.comment() != null) {
                    statements.add(check.comment(one.comment()));
                }
                make.accept(check.object(), statements);
            }
        }
    }

    /** Answered by the server, and not by what a script has made and set; all names in the answer have their schemas. */
    private static <T> T undisturbed(Session session, Supplier<T> question) {
        String path = session.string("SELECT pg_catalog.current_setting('search_path')");
        session.strings("SELECT " + OurSettings.set("search_path", ""));
        T answer = question.get();
        session.strings("SELECT " + OurSettings.set("search_path", path));
        return answer;
    }
}
