package org.safeward.engine.postgresql.script;

import java.util.HashSet;
import java.util.Set;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.SequenceValue;
import org.safeward.engine.postgresql.sql.SqlTokens;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * Which tables or sequences a statement needs, and whether others may work on them meanwhile, as PostgreSQL locks them: several indexes of one
 * table can be built side by side, but nothing beside a constraint on the tables that it is about.
 *
 * @param reach how far the statement acts
 * @param tables that it needs; without meaning unless it reaches tables only
 */
public record StatementLocks(Reach reach, Set<TableName> tables) {

    /** How far a statement acts. */
    public enum Reach {
        /** On the session: every one has to run it. */
        SESSIONS,
        /** Anywhere, for all that we know: nothing else may run. */
        ANYWHERE,
        /** On its tables, and bears others of this kind on them. */
        TABLES_SHARED,
        /** On its tables, alone. */
        TABLES_ALONE
    }

    public static StatementLocks of(ScriptStatement statement) {
        var tokens = new SqlTokens(statement.sql());
        return switch (statement.firstWord()) {
            case "set", "reset" -> new StatementLocks(Reach.SESSIONS, Set.of());
            case "select" -> select(statement.sql());
            case "create" -> index(tokens);
            case "alter" -> constraint(tokens);
            default -> new StatementLocks(Reach.ANYWHERE, Set.of());
        };
    }

    /** Where a sequence stands is nobody else's business. */
    private static StatementLocks select(String sql) {
        return SequenceValue.of(sql)
                .map(value -> new StatementLocks(Reach.TABLES_ALONE, Set.of(value.sequence())))
                .orElseGet(() ->
                        new StatementLocks(sql.contains("set_config") ? Reach.SESSIONS : Reach.ANYWHERE, Set.of()));
    }

    /** {@code CREATE [UNIQUE] INDEX name ON [ONLY] table}, as pg_dump writes it. */
    private static StatementLocks index(SqlTokens tokens) {
        tokens.accept("create");
        tokens.accept("unique");
        if (tokens.accept("index") && tokens.next() && tokens.isIdentifier() && tokens.accept("on")) {
            tokens.accept("only");
            return new StatementLocks(Reach.TABLES_SHARED, Set.of(tokens.qualifiedName("")));
        }
        return new StatementLocks(Reach.ANYWHERE, Set.of());
    }

    /** {@code ALTER TABLE ONLY table ADD CONSTRAINT}; without ONLY it reaches tables that are not named. */
    private static StatementLocks constraint(SqlTokens tokens) {
        if (!tokens.accept("alter", "table", "only")) {
            return new StatementLocks(Reach.ANYWHERE, Set.of());
        }
        var tables = new HashSet<TableName>();
        tables.add(tokens.qualifiedName(""));
        if (!tokens.accept("add", "constraint")) {
            return new StatementLocks(Reach.ANYWHERE, Set.of());
        }
        while (tokens.next()) {
            if (tokens.depth() == 0 && tokens.is("references")) {
                tables.add(tokens.qualifiedName(""));
            }
        }
        return new StatementLocks(Reach.TABLES_ALONE, Set.copyOf(tables));
    }

    /** Whether the two may not run at the same time. Both reach tables only. */
    public boolean collides(StatementLocks other) {
        boolean bothShare = reach == Reach.TABLES_SHARED && other.reach == Reach.TABLES_SHARED;
        return !bothShare && tables.stream().anyMatch(other.tables::contains);
    }
}
