package org.safeward.engine.postgresql;

import java.util.Optional;

/**
 * An index or key over plain columns of one table: nothing but the rows of that table decides what is in it, so that it may be built
 * as soon as they are there. One over expressions, or of some rows only, may call functions that read elsewhere.
 */
final class RowIndex {
    private RowIndex() {}

    /** The table of such an index, when that is what the statement makes, as pg_dump writes it. */
    static Optional<TableName> tableOf(ScriptStatement statement) {
        var tokens = new SqlTokens(statement.sql());
        return switch (statement.firstWord()) {
            case "create" -> index(tokens);
            case "alter" -> key(tokens);
            default -> Optional.empty();
        };
    }

    private static Optional<TableName> index(SqlTokens tokens) {
        tokens.accept("create");
        tokens.accept("unique");
        if (!tokens.accept("index") || !tokens.next() || !tokens.accept("on")) {
            return Optional.empty();
        }
        tokens.accept("only");
        var table = tokens.qualifiedName("");
        return tokens.accept("using") && tokens.next() ? plain(table, tokens) : Optional.empty();
    }

    private static Optional<TableName> key(SqlTokens tokens) {
        if (!tokens.accept("alter", "table", "only")) {
            return Optional.empty();
        }
        var table = tokens.qualifiedName("");
        boolean key = tokens.accept("add", "constraint")
                && tokens.next()
                && (tokens.accept("primary", "key") || tokens.accept("unique"));
        return key ? plain(table, tokens) : Optional.empty();
    }

    /** The table, if what is left of the statement has no parentheses in others and no condition. */
    private static Optional<TableName> plain(TableName table, SqlTokens tokens) {
        while (tokens.next()) {
            if (tokens.depth() > 1 || tokens.is("where")) {
                return Optional.empty();
            }
        }
        return table.schema().isEmpty() ? Optional.empty() : Optional.of(table);
    }
}
