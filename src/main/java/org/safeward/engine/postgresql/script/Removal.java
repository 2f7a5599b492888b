package org.safeward.engine.postgresql.script;

import java.util.List;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.SqlTokens;

/**
 * The ways in which {@code pg_dump --clean} removes an object: {@code DROP}; {@code ALTER ... DROP} and {@code DETACH} for its parts; lo_unlink for a
 * large object; and a view without a query, which cuts a view loose from what it reads and is dropped later (pg_dump.c, createDummyViewAsClause).
 */
public final class Removal {
    /** How our own dumps wrap one that would fail where there is nothing to remove. */
    private static final String GUARD = "DO $safeward";

    private static final List<String> ALTERED = List.of("table", "domain", "view", "type", "sequence", "publication");

    private Removal() {}

    public static boolean is(ScriptStatement statement) {
        var tokens = statement.tokens();
        if (tokens.accept("drop")) {
            return true;
        }
        if (tokens.accept("alter")) {
            return removesPart(tokens);
        }
        if (tokens.accept("select")) {
            return unlinks(tokens);
        }
        if (tokens.accept("create", "or", "replace", "view")) {
            return isEmptyView(tokens);
        }
        return statement.sql().startsWith(GUARD);
    }

    /** The same removal, which does nothing where it cannot be done; itself when the server has a word for that. */
    public static String guarded(ScriptStatement statement) {
        if (doesNothingByItself(statement)) {
            return statement.sql();
        }
        String tag = GUARD.substring("DO ".length());
        while (statement.sql().contains(tag)) {
            tag += "_";
        }
        return "DO " + tag + "$ BEGIN " + statement.sql() + "; EXCEPTION WHEN OTHERS THEN NULL; END " + tag + "$";
    }

    /** Operator classes ask for their access method first, and {@code IF EXISTS} is about the table, not about its part. */
    private static boolean doesNothingByItself(ScriptStatement statement) {
        var tokens = statement.tokens();
        if (tokens.accept("drop")) {
            boolean operators = tokens.accept("operator", "class") || tokens.accept("operator", "family");
            while (!operators && tokens.next() && tokens.kind() == SqlTokens.Kind.WORD) {
                if (tokens.is("if") && tokens.accept("exists")) {
                    return true;
                }
            }
            return false;
        }
        if (tokens.accept("alter", "table", "if", "exists")) {
            tokens.accept("only");
            tokens.qualifiedName("");
            return tokens.accept("drop", "constraint", "if", "exists");
        }
        return tokens.accept("select");
    }

    private static boolean removesPart(SqlTokens tokens) {
        tokens.accept("foreign");
        if (ALTERED.stream().noneMatch(tokens::accept)) {
            return false;
        }
        tokens.accept("if", "exists");
        tokens.accept("only");
        tokens.qualifiedName("");
        tokens.acceptSymbol('*');
        if (tokens.accept("alter")) {
            tokens.accept("column");
            tokens.next();
        }
        return tokens.accept("drop") || tokens.accept("detach");
    }

    private static boolean unlinks(SqlTokens tokens) {
        if (tokens.accept("pg_catalog")) {
            tokens.acceptSymbol('.');
        }
        return tokens.accept("lo_unlink");
    }

    /** Every column of it is {@code NULL::type}, if it has any. */
    private static boolean isEmptyView(SqlTokens tokens) {
        tokens.qualifiedName("");
        if (tokens.accept("with")) {
            while (tokens.next() && !(tokens.depth() == 0 && tokens.isSymbol(')'))) {
                // Its options.
            }
        }
        if (!tokens.accept("as", "select")) {
            return false;
        }
        boolean column = true;
        while (tokens.next()) {
            if (column && !(tokens.is("null") && tokens.acceptSymbol(':'))
                    || tokens.is("from") && tokens.depth() == 0) {
                return false;
            }
            column = tokens.depth() == 0 && tokens.isSymbol(',');
        }
        return true;
    }
}
