package org.safeward.engine.postgresql;

import java.util.Locale;
import java.util.Set;

/**
 * The statements at a script's head that {@code pg_dump --clean} writes to remove what is there, up to the first that makes
 * something. A restore goes into an empty database, where they would do nothing with IF EXISTS and fail without: they are passed
 * over. All but those on the schema {@code public}, which a new database has.
 */
final class CleanSection {
    private static final Set<String> NEUTRAL = Set.of("set", "select", "begin", "commit");

    private boolean ended;

    /** Whether the script has begun to make something. */
    boolean ended() {
        return ended;
    }

    /** Whether the next statement of the script is to be passed over. */
    boolean covers(ScriptStatement statement) {
        if (ended) {
            return false;
        }
        String word = statement.firstWord();
        if (word.equals("select") && !statement.sql().contains("set_config")) {
            // Only lo_unlink of large objects stands here.
            return statement.sql().contains("lo_unlink");
        }
        if (NEUTRAL.contains(word)) {
            return false;
        }
        boolean removes = removes(statement);
        ended = !removes;
        return removes && !isPublicSchema(statement);
    }

    private static boolean removes(ScriptStatement statement) {
        var tokens = new SqlTokens(statement.sql());
        if (tokens.accept("drop")) {
            return true;
        }
        if (tokens.accept("alter", "table") || tokens.accept("alter", "domain")) {
            return dropsPart(tokens);
        }
        // How pg_dump cuts a view loose from what it reads before it drops both.
        return tokens.accept("create", "or", "replace", "view")
                && statement.sql().toUpperCase(Locale.ROOT).contains("SELECT\n    NULL::");
    }

    private static boolean dropsPart(SqlTokens tokens) {
        while (tokens.next()) {
            if (tokens.depth() == 0 && (tokens.is("drop") || tokens.is("detach"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPublicSchema(ScriptStatement statement) {
        var tokens = new SqlTokens(statement.sql());
        if (!tokens.accept("drop", "schema")) {
            return false;
        }
        tokens.accept("if", "exists");
        return tokens.next() && tokens.isIdentifier() && tokens.text().equals("public");
    }
}
