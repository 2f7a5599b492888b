package org.safeward.engine.sqlite.parts;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.engine.sqlite.script.TextLiterals;
import org.safeward.fault.Fault;
import org.safeward.fault.ReasonCode;

/**
 * Rows that break what their own table declares. Those that break a CHECK SQLite takes when it is told to, and an application may have told
 * it; those that break NOT NULL or a type it never takes, and only a schema that was written by hand has them.
 */
final class BrokenRows {
    /** How quick_check tells of NULL and of types. What it says of indexes does not matter: they are made anew with the rows. */
    private static final Predicate<String> OF_A_VALUE =
            Pattern.compile("(NULL|NUMERIC|TEXT|non-[A-Z]+) value in ").asPredicate();

    private BrokenRows() {}

    /**
     * Before rows are replaced: an undo would have to bring them back. Leaves CHECK unenforced on this connection.
     *
     * @throws Fault PARTS_IMPOSSIBLE
     */
    static void requireReturnable(String table, Session live) {
        live.execute("PRAGMA ignore_check_constraints=ON");
        List<String> said =
                live.rows("PRAGMA main.quick_check(" + SqlNames.identifier(table) + ")", row -> live.name(row, 1));
        said.stream().filter(OF_A_VALUE).findFirst().ifPresent(words -> {
            throw PartsImpossible.of(ReasonCode.WHY_ROWS_BREAK, RawText.shown(table), RawText.shown(words));
        });
    }

    /**
     * CHECK is asked of rows where the live table declares something else than the backup's. Where it is the same to the letter, what breaks
     * it did so in the backup, and comes back as it was.
     */
    static void enforceChecks(Part part, Session session) {
        boolean same = text(Part.STAGED, part.backedUp().name(), session).equals(text("main", part.target(), session));
        session.execute("PRAGMA ignore_check_constraints=" + (same ? "ON" : "OFF"));
    }

    private static String text(String schema, String table, Session session) {
        return session
                .rows(
                        "SELECT sql FROM " + schema + ".sqlite_schema WHERE type='table' AND name="
                                + TextLiterals.literal(table),
                        row -> session.name(row, 1))
                .stream()
                .findFirst()
                .orElse("");
    }
}
