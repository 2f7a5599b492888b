package org.safeward.engine.postgresql.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.SequenceValue;

/**
 * What of a script is done when all else is done, so that nothing acts while it is loaded: event triggers are made then, and sequences are
 * set once more, since a materialized view or a check may have called them on. Event triggers do not fire for commands about event
 * triggers (PostgreSQL's chapter "Event Trigger Behavior"), so that their order among themselves is all that counts.
 *
 * <p>In a drill those that act are not made at all: event triggers, and publications and subscriptions, which reach other servers.
 *
 * <p>A statement that is kept back runs as the role that the script had set when it came.
 */
final class RunLast {
    private static final Set<String> ABOUT_OBJECTS = Set.of("create", "alter", "drop", "comment", "security");

    /** @param asRole the statement that had set whose rights hold */
    private record Kept(ScriptStatement statement, Optional<ScriptStatement> asRole) {}

    private final List<Kept> eventTriggers = new ArrayList<>();
    private final List<ScriptStatement> sequences = new ArrayList<>();
    private final boolean drill;
    private Optional<ScriptStatement> asRole = Optional.empty();

    /** @param drill whether what acts is left out */
    RunLast(boolean drill) {
        this.drill = drill;
    }

    /** Whether this statement is not to be run when it comes; it is kept. */
    boolean keeps(ScriptStatement statement) {
        if (setsRole(statement)) {
            asRole = Optional.of(statement);
        } else if (drill
                && (isAbout(statement, "publication")
                        || isAbout(statement, "subscription")
                        || isAbout(statement, "event", "trigger"))) {
            return true;
        } else if (isAbout(statement, "event", "trigger")) {
            eventTriggers.add(new Kept(statement, asRole));
            return true;
        } else if (statement.firstWord().equals("select")
                && SequenceValue.of(statement.sql()).isPresent()) {
            sequences.add(statement);
        }
        return false;
    }

    /** @param sequencesToo only for a script that gives nothing out of its sequences once they are set, as those of pg_dump */
    void run(ScriptTarget target, boolean sequencesToo) {
        if (sequencesToo) {
            sequences.forEach(target::execute);
        }
        var current = asRole;
        for (var kept : eventTriggers) {
            if (!kept.asRole().equals(current)) {
                current = kept.asRole();
                target.execute(current.orElseGet(() -> resetRole(kept.statement())));
            }
            target.execute(kept.statement());
        }
    }

    private static ScriptStatement resetRole(ScriptStatement before) {
        return new ScriptStatement(
                "RESET SESSION AUTHORIZATION", before.line(), before.number(), false, before.backslashes());
    }

    private static boolean setsRole(ScriptStatement statement) {
        var tokens = statement.tokens();
        if (!tokens.accept("set") && !tokens.accept("reset")) {
            return false;
        }
        return tokens.accept("role")
                || tokens.accept("local", "role")
                || tokens.accept("session", "role")
                || tokens.accept("session", "authorization")
                || tokens.accept("local", "session", "authorization")
                || tokens.accept("session", "session", "authorization");
    }

    private static boolean isAbout(ScriptStatement statement, String... kind) {
        if (!ABOUT_OBJECTS.contains(statement.firstWord())) {
            return false;
        }
        var tokens = statement.tokens();
        tokens.next();
        if (tokens.is("security")) {
            while (tokens.next() && !tokens.is("on")) {
                // FOR and the provider's name, which may be quoted
            }
            return tokens.accept(kind);
        }
        tokens.accept("on");
        return tokens.accept(kind);
    }
}
