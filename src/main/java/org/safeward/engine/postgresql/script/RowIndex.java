package org.safeward.engine.postgresql.script;

import java.util.Optional;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.SqlTokens;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * An index or key over plain columns of one table: nothing but the rows of that table decides what is in it, so that it may be built
 * as soon as they are there. One over expressions, or of some rows only, may call functions that read elsewhere.
 */
final class RowIndex {
    private RowIndex() {}

    /** The table of such an index, when that is what the statement makes, as pg_dump writes it. */
    static Optional<TableName> tableOf(ScriptStatement statement) {
        var footprint = StatementLocks.of(statement);
        boolean makesOne = switch (footprint.reach()) {
            case TABLES_SHARED -> isPlain(statement);
            case TABLES_ALONE -> isPlain(statement) && isKey(statement);
            case SESSIONS, ANYWHERE -> false;
        };
        return footprint.tables().stream()
                .filter(table -> makesOne && !table.schema().isEmpty())
                .findFirst();
    }

    /** A primary or unique key. Both words are reserved: no unquoted name is one of them. */
    private static boolean isKey(ScriptStatement statement) {
        var tokens = new SqlTokens(statement.sql());
        boolean key = false;
        while (tokens.next()) {
            key |= tokens.depth() == 0 && (tokens.is("primary") || tokens.is("unique"));
        }
        return key;
    }

    /** Without parentheses in others, and without a condition. */
    private static boolean isPlain(ScriptStatement statement) {
        var tokens = new SqlTokens(statement.sql());
        while (tokens.next()) {
            if (tokens.depth() > 1 || tokens.is("where")) {
                return false;
            }
        }
        return true;
    }
}
