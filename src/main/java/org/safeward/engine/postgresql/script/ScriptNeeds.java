package org.safeward.engine.postgresql.script;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.SqlTokens;
import org.safeward.engine.postgresql.sql.TableName;

/** The roles and extensions that the statements of a script name: the target server has to have them before it begins. */
public final class ScriptNeeds {
    private static final Set<String> NO_ROLE = Set.of("current_user", "current_role", "session_user");

    private final Set<String> owners = new TreeSet<>();
    private final Set<String> grantees = new TreeSet<>();
    private final Set<String> extensions = new TreeSet<>();

    void statement(ScriptStatement statement) {
        switch (statement.firstWord()) {
            case "alter" -> alter(statement.tokens(), StandardObject.isAboutOwner(statement) ? grantees : owners);
            case "grant", "revoke" -> grant(statement.tokens());
            case "create" -> create(statement.tokens());
            default -> {}
        }
    }

    /** Roles that will own something: the restoring role has to be a member of each. */
    public Set<String> owners() {
        return owners;
    }

    /** All roles that are named. */
    public Set<String> roles() {
        var all = new TreeSet<>(owners);
        all.addAll(grantees);
        return all;
    }

    public Set<String> extensions() {
        return extensions;
    }

    /** Names in the form in which a manifest's details keep them. */
    public static String listed(Collection<String> names) {
        return names.stream().map(TableName::quote).collect(Collectors.joining(","));
    }

    /** @param owning for the new owner */
    private void alter(SqlTokens tokens, Set<String> owning) {
        boolean defaultPrivileges = tokens.accept("alter", "default", "privileges");
        while (tokens.next()) {
            if (tokens.depth() > 0) {
                continue;
            }
            if (tokens.is("owner") && tokens.accept("to")) {
                role(tokens, owning);
            } else if (defaultPrivileges && tokens.is("for") && (tokens.accept("role") || tokens.accept("user"))) {
                roles(tokens, owners);
            } else if (defaultPrivileges && (tokens.is("grant") || tokens.is("revoke"))) {
                grant(tokens);
            }
        }
    }

    private void grant(SqlTokens tokens) {
        while (tokens.next()) {
            if (tokens.depth() == 0 && (tokens.is("to") || tokens.is("from"))) {
                roles(tokens, grantees);
            }
        }
    }

    private void create(SqlTokens tokens) {
        tokens.accept("create");
        if (tokens.accept("extension")) {
            tokens.accept("if", "not", "exists");
            tokens.next();
            extensions.add(tokens.text());
        } else if (tokens.accept("schema")) {
            while (tokens.next()) {
                if (tokens.is("authorization")) {
                    role(tokens, owners);
                }
            }
        } else if (tokens.accept("policy")) {
            grant(tokens);
        } else if (tokens.accept("user", "mapping")) {
            tokens.accept("if", "not", "exists");
            tokens.accept("for");
            role(tokens, grantees);
        }
    }

    private void roles(SqlTokens tokens, Set<String> into) {
        do {
            tokens.accept("group");
            role(tokens, into);
        } while (tokens.acceptSymbol(','));
    }

    private void role(SqlTokens tokens, Set<String> into) {
        tokens.next();
        // The grammar takes "public" in quotes for everybody too.
        boolean special = tokens.text().equals("public")
                || tokens.kind() == SqlTokens.Kind.WORD && NO_ROLE.contains(tokens.text());
        if (tokens.isIdentifier() && !special) {
            into.add(tokens.text());
        }
    }
}
