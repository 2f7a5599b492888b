package org.safeward.engine.postgresql.load;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.safeward.engine.postgresql.sql.ObjectName;
import org.safeward.engine.postgresql.sql.ObjectTokens;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.SqlTokens;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * Statements that belong to an object that another statement has made: its owner, comment, grants, state. When the object is left out they have
 * nothing to say. Only those about one object count, since nothing that concerns another one may be passed over with it.
 */
final class Attached {
    private Attached() {}

    /** Handles as {@link ObjectTokens} has them. */
    static Set<String> to(ScriptStatement statement, String schema) {
        var tokens = statement.tokens();
        var names = new ObjectTokens(tokens, schema);
        return switch (statement.firstWord()) {
            case "comment" -> set(tokens.accept("comment", "on") ? names.named() : Optional.empty());
            case "security" -> label(tokens, names);
            case "alter" -> altered(tokens, names);
            case "grant", "revoke" -> granted(tokens, names);
            default -> Set.of();
        };
    }

    private static Set<String> set(Optional<String> handle) {
        return handle.map(Set::of).orElse(Set.of());
    }

    private static Set<String> label(SqlTokens tokens, ObjectTokens names) {
        while (tokens.next() && !tokens.is("on")) {
            // FOR and the provider
        }
        return set(names.named());
    }

    private static Set<String> granted(SqlTokens tokens, ObjectTokens names) {
        while (tokens.next() && !(tokens.depth() == 0 && tokens.is("on"))) {
            // the privileges
        }
        for (String kind : new String[] {"function", "procedure", "routine"}) {
            if (tokens.accept(kind)) {
                String routine = names.routine();
                return ends(tokens) ? Set.of(routine) : Set.of();
            }
        }
        tokens.accept("table");
        String relation = ObjectTokens.relation(names.name());
        return ends(tokens) ? Set.of(relation) : Set.of();
    }

    /** The grantees come next, not another object. */
    private static boolean ends(SqlTokens tokens) {
        return tokens.accept("to") || tokens.accept("from");
    }

    private static Set<String> altered(SqlTokens tokens, ObjectTokens names) {
        if (!tokens.accept("alter", "table")) {
            tokens.accept("alter");
            var handles = new HashSet<>(set(names.named()));
            if (tokens.accept("attach", "partition")) {
                handles.add(ObjectTokens.relation(names.name()));
            }
            return handles;
        }
        var table = names.name();
        var handles = new HashSet<String>();
        handles.add(ObjectTokens.relation(table));
        if (tokens.accept("cluster", "on") || tokens.accept("replica", "identity", "using", "index")) {
            tokens.next();
            handles.add(ObjectTokens.relation(new TableName(table.schema(), tokens.text())));
        } else if (tokens.accept("enable") || tokens.accept("disable")) {
            if (!tokens.accept("replica")) {
                tokens.accept("always");
            }
            tokens.next();
            String kind = tokens.text();
            if (tokens.is("trigger") || tokens.is("rule")) {
                tokens.next();
                handles.add(ObjectName.of(kind, tokens.text(), table));
            }
        }
        return moreThanOneAction(tokens) ? Set.of(ObjectTokens.relation(table)) : handles;
    }

    private static boolean moreThanOneAction(SqlTokens tokens) {
        while (tokens.next()) {
            if (tokens.depth() == 0 && tokens.isSymbol(',')) {
                return true;
            }
        }
        return false;
    }
}
