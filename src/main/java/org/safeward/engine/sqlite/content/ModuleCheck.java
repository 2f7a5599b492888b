package org.safeward.engine.sqlite.content;

import java.util.List;
import java.util.Optional;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What the modules of virtual tables (FTS, R-tree, ...) say about their tables. */
public final class ModuleCheck {
    /** Characters of their words that are kept. */
    private static final int MOST_SAID = 500;

    private ModuleCheck() {}

    public static List<String> virtualTables(Session session) {
        return session.rows(
                "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND rootpage = 0 ORDER BY rowid",
                row -> session.name(row, 1));
    }

    /** Empty when the module has nothing to say. That it cannot open the table here is something. */
    public static Optional<String> words(String table, Session session) {
        List<String> found;
        try {
            found = session.rows(
                    "PRAGMA main.quick_check(" + SqlNames.identifier(table) + ")", row -> row.getString(1));
        } catch (Fault e) {
            if (e.code() != ErrorCode.DATABASE_UNREACHABLE && e.code() != ErrorCode.DATABASE_DAMAGED) {
                throw e;
            }
            found = List.of(String.valueOf(e.arguments().get(e.arguments().size() - 1)));
        }
        String words = String.join("; ", found);
        return found.equals(List.of("ok"))
                ? Optional.empty()
                : Optional.of(words.substring(0, Math.min(MOST_SAID, words.length())));
    }
}
