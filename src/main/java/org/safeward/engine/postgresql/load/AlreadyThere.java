package org.safeward.engine.postgresql.load;

import org.safeward.engine.postgresql.script.StandardObject;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.Setting;
import org.safeward.engine.postgresql.sql.SqlTokens;

/**
 * Statements that only repeat what every new database has, the schema public and the language plpgsql: dumps of older servers, and those of
 * superusers, say them again, and a role that owns its database alone may not. What says something else runs, and fails by name if
 * it may not.
 */
final class AlreadyThere {
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

    /** {@code CREATE SCHEMA public}, or the language as PostgreSQL 9.0 made it: {@code CREATE OR REPLACE PROCEDURAL LANGUAGE plpgsql}. */
    private static boolean isMade(SqlTokens tokens, ScriptTarget target) {
        tokens.accept("or", "replace");
        tokens.accept("trusted");
        var thing = StandardObject.of(tokens);
        if (thing == null || thing.kind().equals("extension") || thing.kind().equals("schema") && tokens.next()) {
            return false;
        }
        return target.session().is("SELECT count(*) > 0 FROM " + thing.catalog() + " WHERE " + thing.named());
    }

    private static boolean isSaid(SqlTokens tokens, ScriptTarget target) {
        var thing = StandardObject.of(tokens);
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
        var thing = StandardObject.of(tokens);
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
}
