package org.safeward.engine.postgresql;

import java.util.Set;

/**
 * Statements that only repeat what every new database has, the schema public and the language plpgsql: dumps of older servers, and those of
 * superusers, say them again, and a role that owns its database alone may not. What says something else runs, and fails by name if
 * it may not.
 */
final class AlreadyThere {
    private static final Set<String> OURS = Set.of("public", "plpgsql");

    private AlreadyThere() {}

    static boolean is(ScriptStatement statement, ScriptTarget target) {
        var tokens = statement.tokens();
        return switch (statement.firstWord()) {
            case "create" -> tokens.accept("create") && isMade(tokens, target);
            case "comment" -> tokens.accept("comment", "on") && isSaid(tokens, target);
            case "alter" -> tokens.accept("alter") && isOwned(tokens, target);
            case "set" -> isSet(statement, target);
            default -> false;
        };
    }

    /** Whether the statement gives one of these to a role: which it may have already, so that nobody has to be a member of it. */
    static boolean isAboutOwner(ScriptStatement statement) {
        var tokens = statement.tokens();
        return tokens.accept("alter") && Thing.of(tokens) != null && tokens.accept("owner", "to");
    }

    /** {@code CREATE SCHEMA public}, or the language as PostgreSQL 9.0 made it: {@code CREATE OR REPLACE PROCEDURAL LANGUAGE plpgsql}. */
    private static boolean isMade(SqlTokens tokens, ScriptTarget target) {
        tokens.accept("or", "replace");
        tokens.accept("trusted");
        var thing = Thing.of(tokens);
        if (thing == null || thing.kind.equals("extension") || thing.kind.equals("schema") && tokens.next()) {
            return false;
        }
        return target.session().is("SELECT count(*) > 0 FROM " + thing.catalog() + " WHERE " + thing.named());
    }

    private static boolean isSaid(SqlTokens tokens, ScriptTarget target) {
        var thing = Thing.of(tokens);
        if (thing == null || !tokens.accept("is") || !tokens.next() || tokens.kind() != SqlTokens.Kind.STRING) {
            return false;
        }
        return target.session()
                .is(
                        "SELECT count(*) > 0 FROM " + thing.catalog() + " o WHERE " + thing.named()
                                + " AND pg_catalog.obj_description(o.oid, ?) = ?",
                        thing.catalog().substring("pg_catalog.".length()),
                        tokens.text());
    }

    private static boolean isOwned(SqlTokens tokens, ScriptTarget target) {
        var thing = Thing.of(tokens);
        if (thing == null || !tokens.accept("owner", "to") || !tokens.next() || !tokens.isIdentifier()) {
            return false;
        }
        return target.session()
                .is(
                        "SELECT count(*) > 0 FROM " + thing.catalog() + " WHERE " + thing.named()
                                + " AND pg_catalog.pg_get_userbyid(" + thing.column("owner") + ") = ?",
                        tokens.text());
    }

    /** It takes a superuser to say that triggers act as ever. */
    private static boolean isSet(ScriptStatement statement, ScriptTarget target) {
        return Setting.of(statement.sql())
                .filter(setting -> setting.name().equals("session_replication_role"))
                .filter(setting -> target.session()
                        .is(
                                "SELECT pg_catalog.current_setting('session_replication_role') = pg_catalog.lower(?)",
                                setting.value().equals("default") ? "origin" : setting.value()))
                .isPresent();
    }

    /** One of these two, by the kind that the statement gives it. */
    private record Thing(String kind, String name) {

        /** Null for anything else. */
        static Thing of(SqlTokens tokens) {
            tokens.accept("procedural");
            if (!tokens.accept("schema") && !tokens.accept("language") && !tokens.accept("extension")) {
                return null;
            }
            String kind = tokens.text();
            boolean ours = tokens.next() && tokens.isIdentifier() && OURS.contains(tokens.text());
            return ours ? new Thing(kind, tokens.text()) : null;
        }

        String catalog() {
            return switch (kind) {
                case "schema" -> "pg_catalog.pg_namespace";
                case "language" -> "pg_catalog.pg_language";
                default -> "pg_catalog.pg_extension";
            };
        }

        String named() {
            return column("name") + " = " + TableName.literal(name);
        }

        String column(String suffix) {
            return switch (kind) {
                case "schema" -> "nsp" + suffix;
                case "language" -> "lan" + suffix;
                default -> "ext" + suffix;
            };
        }
    }
}
