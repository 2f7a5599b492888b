package org.safeward.engine.postgresql.load;

import java.util.Set;
import org.safeward.engine.postgresql.script.Removal;
import org.safeward.engine.postgresql.sql.ScriptStatement;

/**
 * The head of a script, in which {@code pg_dump --clean} removes what is there. A restore goes into an empty database, where that would do
 * nothing with IF EXISTS and fail without: known removals ({@link Removal}) are passed over, all but those of the schema {@code public}, which
 * a new database has. Anything else runs.
 *
 * <p>pg_dump announces each object that it makes by a comment, and none that it removes: the head ends where the first is announced. A script
 * that announces nothing is no pg_dump's, or one of an empty database; its head ends at the first statement that is neither a removal nor about the
 * session. That errs where somebody has taken all comments out of a dump and something else stands between the removals: the next
 * one fails, aloud.
 */
final class CleanSection {
    private static final Set<String> ABOUT_THE_SESSION = Set.of("set", "select", "begin", "commit");

    private final boolean announces;
    private boolean ended;

    /** @param announces whether an object is announced anywhere in the script */
    CleanSection(boolean announces) {
        this.announces = announces;
    }

    /** Whether the script has begun to make something. */
    boolean ended() {
        return ended;
    }

    /**
     * Whether the next statement of the script is to be passed over.
     *
     * @param announced whether an object was announced before it
     */
    boolean covers(ScriptStatement statement, boolean announced) {
        ended = ended || announced;
        if (ended) {
            return false;
        }
        boolean removes = Removal.is(statement);
        ended = !announces && !removes && !ABOUT_THE_SESSION.contains(statement.firstWord());
        return removes && !isPublicSchema(statement);
    }

    private static boolean isPublicSchema(ScriptStatement statement) {
        var tokens = statement.tokens();
        if (!tokens.accept("drop", "schema")) {
            return false;
        }
        tokens.accept("if", "exists");
        return tokens.next() && tokens.isIdentifier() && tokens.text().equals("public");
    }
}
