package org.safeward.engine.postgresql.script;

import java.util.Set;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.SqlTokens;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * What every new database has, the schema public and the language plpgsql, by the kind that a statement gives it.
 *
 * @param kind schema, language or extension
 */
public record StandardObject(String kind, String name) {
    private static final Set<String> NAMES = Set.of("public", "plpgsql");

    /** Null for anything else. */
    public static StandardObject of(SqlTokens tokens) {
        tokens.accept("procedural");
        if (!tokens.accept("schema") && !tokens.accept("language") && !tokens.accept("extension")) {
            return null;
        }
        String kind = tokens.text();
        boolean ours = tokens.next() && tokens.isIdentifier() && NAMES.contains(tokens.text());
        return ours ? new StandardObject(kind, tokens.text()) : null;
    }

    /** Whether the statement gives one of these to a role: which it may have already, so that nobody has to be a member of it. */
    static boolean isAboutOwner(ScriptStatement statement) {
        var tokens = statement.tokens();
        return tokens.accept("alter") && of(tokens) != null && tokens.accept("owner", "to");
    }

    public String catalog() {
        return switch (kind) {
            case "schema" -> "pg_catalog.pg_namespace";
            case "language" -> "pg_catalog.pg_language";
            default -> "pg_catalog.pg_extension";
        };
    }

    public String named() {
        return column("name") + " = " + TableName.literal(name);
    }

    public String column(String suffix) {
        return switch (kind) {
            case "schema" -> "nsp" + suffix;
            case "language" -> "lan" + suffix;
            default -> "ext" + suffix;
        };
    }
}
