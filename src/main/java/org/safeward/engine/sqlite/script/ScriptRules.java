package org.safeward.engine.sqlite.script;

import java.util.Locale;
import java.util.Set;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * What a script may do in a staging database. This decides by a statement's first words, for good messages and because staging
 * has a transaction of its own; that nothing reaches another file, SQLite itself sees to: attaching is limited to no database
 * at all, which VACUUM INTO needs too, and extensions are not loaded.
 */
public final class ScriptRules {
    /** Pragmas that belong to what a script restores. All others are about a connection, and ours stays as it is. */
    private static final Set<String> RESTORED = Set.of(
            "ENCODING",
            "AUTO_VACUUM",
            "USER_VERSION",
            "APPLICATION_ID",
            "WRITABLE_SCHEMA",
            "IGNORE_CHECK_CONSTRAINTS",
            "LEGACY_ALTER_TABLE");

    /** Pragmas that act on the whole process. */
    private static final Set<String> OUTSIDE =
            Set.of("TEMP_STORE_DIRECTORY", "DATA_STORE_DIRECTORY", "HARD_HEAP_LIMIT", "SOFT_HEAP_LIMIT");

    public enum Verdict {
        /** To be run before the transaction: SQLite ignores some of them once it has begun. */
        SETTING,
        RUN,
        SKIP
    }

    private final boolean pageSizeIsGiven;

    /** @param pageSizeIsGiven whether the page size has to be the live file's, whatever the script says */
    public ScriptRules(boolean pageSizeIsGiven) {
        this.pageSizeIsGiven = pageSizeIsGiven;
    }

    public Verdict verdict(Statement statement) {
        Tokens tokens = statement.tokens();
        String first = tokens.nextKeyword();
        return switch (first) {
            case "BEGIN", "COMMIT", "END", "SAVEPOINT", "RELEASE" -> Verdict.SKIP;
            case "ROLLBACK" -> throw rollback(statement, tokens);
            case "ATTACH", "DETACH" -> throw leaves(first);
            case "VACUUM" -> vacuum(tokens);
            case "PRAGMA" -> pragma(tokens);
            default -> Verdict.RUN;
        };
    }

    private static Fault rollback(Statement statement, Tokens tokens) {
        tokens.next();
        if (tokens.keyword().equals("TRANSACTION")) {
            tokens.next();
        }
        return tokens.keyword().equals("TO")
                ? statement.failed("ROLLBACK TO is not supported")
                : new Fault(ErrorCode.DUMP_ROLLED_BACK);
    }

    private static Verdict vacuum(Tokens tokens) {
        while (tokens.next() != Tokens.Kind.END) {
            if (tokens.keyword().equals("INTO")) {
                throw leaves("VACUUM INTO");
            }
        }
        return Verdict.SKIP;
    }

    private Verdict pragma(Tokens tokens) {
        tokens.next();
        String name = tokens.name();
        tokens.next();
        if (tokens.isSymbol('.')) {
            tokens.next();
            name = tokens.name();
        }
        String pragma = name.toUpperCase(Locale.ROOT);
        if (OUTSIDE.contains(pragma)) {
            throw leaves("PRAGMA " + name);
        }
        if (pragma.equals("PAGE_SIZE")) {
            return pageSizeIsGiven ? Verdict.SKIP : Verdict.SETTING;
        }
        return RESTORED.contains(pragma) ? Verdict.SETTING : Verdict.SKIP;
    }

    static Fault leaves(String what) {
        return new Fault(ErrorCode.SCRIPT_LEAVES_DATABASE, what);
    }
}
