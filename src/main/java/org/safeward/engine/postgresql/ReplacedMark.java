package org.safeward.engine.postgresql;

import java.util.List;

/**
 * Marks a database that a restore has replaced, so that one of the user's that merely has such a name is never taken for it. The
 * mark is the first line of its comment, in front of its own: that is what an owner may write without further rights.
 */
final class ReplacedMark {
    private static final String MARK = "Replaced by a restore of Safeward and kept for an undo.";
    private static final String COMMENT =
            "SELECT pg_catalog.shobj_description(oid, 'pg_database') FROM pg_catalog.pg_database WHERE datname = ?";

    private ReplacedMark() {}

    static void put(Session maintenance, String database) {
        String own = maintenance.string(COMMENT, database);
        comment(maintenance, database, own == null ? MARK : MARK + "\n" + own);
    }

    static void remove(Session maintenance, String database) {
        String marked = maintenance.string(COMMENT, database);
        if (marked != null && marked.startsWith(MARK)) {
            comment(maintenance, database, marked.substring(Math.min(marked.length(), MARK.length() + 1)));
        }
    }

    static List<String> marked(Session maintenance) {
        return maintenance.strings(
                "SELECT datname FROM pg_catalog.pg_database"
                        + " WHERE starts_with(pg_catalog.shobj_description(oid, 'pg_database'), ?) ORDER BY oid",
                MARK);
    }

    /** An empty comment is none. */
    private static void comment(Session maintenance, String database, String text) {
        maintenance.execute("COMMENT ON DATABASE " + TableName.quote(database) + " IS " + TableName.literal(text));
    }
}
