package org.safeward.engine.postgresql.script;

import java.util.Set;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.SqlTokens;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Keeps a script inside its database. A dump made with {@code --clean --create} holds DROP DATABASE of the live one: statements
 * on databases are skipped. Statements on what all databases of a server share are refused.
 *
 * <p>This reads statements, not what they do: a DO block can build any statement from strings. Against malice the rights of the
 * role are the boundary ({@code UploadTrust}); this one is against accidents, and for clear messages.
 */
public final class ScriptBoundary {
    /** What is to be done with a statement of a script. */
    public enum Verdict {
        RUN,
        /** It is about the database as a whole, which is ours to make and to name. */
        SKIP,
        BEGIN,
        COMMIT,
        /** It leaves the database: the whole script is refused. */
        REFUSE,
        /** It would end or nest the transaction that makes the restore all or nothing. */
        REFUSE_TRANSACTION
    }

    private static final Set<String> OF_ALL_DATABASES =
            Set.of("role", "user", "group", "tablespace", "subscription", "system");

    private ScriptBoundary() {}

    /** @throws Fault SCRIPT_LEAVES_DATABASE, SCRIPT_CONTROLS_TRANSACTION */
    public static Verdict judge(ScriptStatement statement) {
        var verdict = verdict(statement);
        String where = "line " + statement.line() + ": " + statement.excerpt();
        return switch (verdict) {
            case REFUSE -> throw new Fault(ErrorCode.SCRIPT_LEAVES_DATABASE, where);
            case REFUSE_TRANSACTION -> throw new Fault(ErrorCode.SCRIPT_CONTROLS_TRANSACTION, where);
            default -> verdict;
        };
    }

    private static Verdict verdict(ScriptStatement statement) {
        var tokens = new SqlTokens(statement.sql());
        tokens.next();
        return switch (statement.firstWord()) {
            case "create", "drop" -> definition(tokens);
            case "alter" -> alter(tokens);
            case "comment", "security" -> about(tokens);
            case "grant", "revoke" -> grant(tokens);
            case "copy" -> statement.copyData() ? Verdict.RUN : Verdict.REFUSE;
            case "reassign", "load", "checkpoint" -> Verdict.REFUSE;
            case "begin" -> Verdict.BEGIN;
            case "start" -> tokens.accept("transaction") ? Verdict.BEGIN : Verdict.RUN;
            case "commit", "end" -> end(tokens);
            case "rollback", "abort", "savepoint", "release" -> Verdict.REFUSE_TRANSACTION;
            case "prepare" -> tokens.accept("transaction") ? Verdict.REFUSE_TRANSACTION : Verdict.RUN;
            default -> Verdict.RUN;
        };
    }

    private static Verdict definition(SqlTokens tokens) {
        if (tokens.accept("user", "mapping")) {
            return Verdict.RUN;
        }
        tokens.next();
        if (tokens.is("database")) {
            return Verdict.SKIP;
        }
        boolean owned = tokens.is("owned");
        return owned || tokens.kind() == SqlTokens.Kind.WORD && OF_ALL_DATABASES.contains(tokens.text())
                ? Verdict.REFUSE
                : Verdict.RUN;
    }

    /** {@code ALTER ROLE ... IN DATABASE}, which pg_dump --create writes, is a setting of the database. */
    private static Verdict alter(SqlTokens tokens) {
        var verdict = definition(tokens);
        if (verdict == Verdict.REFUSE && (tokens.is("role") || tokens.is("user"))) {
            tokens.next();
            return tokens.accept("in", "database") ? Verdict.SKIP : Verdict.REFUSE;
        }
        return verdict;
    }

    private static Verdict about(SqlTokens tokens) {
        while (tokens.next()) {
            if (tokens.is("on")) {
                return definition(tokens);
            }
        }
        return Verdict.RUN;
    }

    /** Without ON it makes one role a member of another, which all databases share. */
    private static Verdict grant(SqlTokens tokens) {
        while (tokens.next()) {
            if (tokens.depth() > 0) {
                continue;
            }
            if (tokens.is("on")) {
                return grantOn(tokens);
            }
            if (tokens.is("to") || tokens.is("from")) {
                return Verdict.REFUSE;
            }
        }
        return Verdict.RUN;
    }

    /** These words are followed by a name; alone they are a table of that name. */
    private static Verdict grantOn(SqlTokens tokens) {
        tokens.next();
        var verdict = tokens.is("database")
                ? Verdict.SKIP
                : tokens.is("tablespace") || tokens.is("parameter") ? Verdict.REFUSE : Verdict.RUN;
        boolean named = tokens.next() && tokens.isIdentifier() && !tokens.is("to") && !tokens.is("from");
        return named ? verdict : Verdict.RUN;
    }

    private static Verdict end(SqlTokens tokens) {
        if (tokens.accept("work") || tokens.accept("transaction") || !tokens.next()) {
            return tokens.next() ? Verdict.REFUSE_TRANSACTION : Verdict.COMMIT;
        }
        return Verdict.REFUSE_TRANSACTION;
    }
}
