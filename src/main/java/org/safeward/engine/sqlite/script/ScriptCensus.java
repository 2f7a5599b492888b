package org.safeward.engine.sqlite.script;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.parallel.YieldRegularly;
import org.safeward.engine.Census;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Reads a script to its end: who wrote it, whether it is complete, which tables it fills and with how many rows. Nothing is
 * run. Rows are the VALUES of INSERT statements; what an {@code INSERT ... SELECT} would bring cannot be known here.
 */
public final class ScriptCensus {
    private static final int LOOK = 4096;
    private static final String ENGINE_LINE = "-- Database Engine: ";

    private record Counted(String name, long rows) {}

    private final Work work;
    private final YieldRegularly courtesy = new YieldRegularly();
    private final Map<String, Counted> tables = new LinkedHashMap<>();
    private Census.Writer writer;
    private boolean shellMayHaveWritten;
    private Closing closing = Closing.NONE;
    private boolean inTransaction;
    private long bytes;
    private long rows;

    /** How the last transaction of the script ended. Others than the shell write PRAGMA and the like behind it. */
    private enum Closing {
        NONE,
        COMMIT,
        ROLLBACK
    }

    public ScriptCensus(Work work) {
        this.work = work;
    }

    public Census read(InputStream sql) throws IOException {
        BufferedInputStream in = new BufferedInputStream(sql, LOOK);
        in.mark(LOOK);
        String beginning = new String(in.readNBytes(LOOK), StandardCharsets.UTF_8);
        in.reset();
        writer = writer(beginning);
        StatementReader reader = new StatementReader(in);
        for (Optional<Statement> next = reader.next(); next.isPresent(); next = reader.next()) {
            work.checkpoint();
            take(next.get());
            courtesy.giveWay();
        }
        checkComplete();
        return new Census(
                writer,
                tables.values().stream()
                        .map(t -> new Manifest.Table(t.name(), t.rows()))
                        .toList());
    }

    private static Census.Writer writer(String beginning) {
        String text = beginning.startsWith("\uFEFF") ? beginning.substring(1) : beginning;
        if (text.startsWith("SQLite format 3\0")) {
            throw new Fault(ErrorCode.FILE_IS_DATABASE);
        }
        if (text.startsWith("--\n-- PostgreSQL database ") || text.contains("\n-- Dumped from database version ")) {
            throw new Fault(ErrorCode.WRONG_ENGINE, "postgresql", "sqlite");
        }
        text.lines()
                .takeWhile(line -> line.startsWith("--") || line.isBlank())
                .filter(line -> line.startsWith(ENGINE_LINE))
                .map(line -> line.substring(ENGINE_LINE.length()).strip())
                .filter(engine -> !engine.equalsIgnoreCase("sqlite"))
                .findFirst()
                .ifPresent(engine -> {
                    throw new Fault(ErrorCode.WRONG_ENGINE, engine, "sqlite");
                });
        return text.startsWith("-- Safeward Database Backup\n") ? Census.Writer.SAFEWARD : Census.Writer.UNKNOWN;
    }

    private void take(Statement statement) {
        bytes += statement.bytes().length;
        if (!statement.complete()) {
            throw new Fault(ErrorCode.BACKUP_TRUNCATED, "statement " + statement.number() + " has no end");
        }
        Tokens tokens = statement.tokens();
        switch (tokens.nextKeyword()) {
            case "PRAGMA" -> {
                // The shell's dump begins with this line and no comment of its own.
                boolean first = statement.number() == 1 && writer == Census.Writer.UNKNOWN;
                shellMayHaveWritten = first && tokens.nextKeyword().equals("FOREIGN_KEYS");
            }
            case "BEGIN" -> {
                inTransaction = true;
                if (shellMayHaveWritten && statement.number() == 2) {
                    writer = Census.Writer.SQLITE_SHELL;
                }
            }
            case "CREATE" -> created(tokens);
            case "DROP" -> dropped(tokens);
            case "INSERT", "REPLACE" -> inserted(tokens, statement);
            case "COMMIT", "END" -> ended(Closing.COMMIT);
            case "ROLLBACK" -> ended(Closing.ROLLBACK);
            default -> {
                // Nothing that counts.
            }
        }
        work.progress(rows, bytes);
    }

    private void ended(Closing how) {
        closing = how;
        inTransaction = false;
    }

    private void created(Tokens tokens) {
        if (isTable(tokens)) {
            add(tokens);
        }
    }

    /** A table that was there only while the script made another thing of it. */
    private void dropped(Tokens tokens) {
        if (isTable(tokens)) {
            add(tokens).ifPresent(tables::remove);
        }
    }

    /** Whether TABLE comes next; then the tokens stand at its name. */
    private static boolean isTable(Tokens tokens) {
        if (!tokens.nextKeyword().equals("TABLE")) {
            return false;
        }
        tokens.next();
        if (tokens.keyword().equals("IF")) {
            while (!tokens.nextKeyword().equals("EXISTS") && tokens.kind() != Tokens.Kind.END) {
                // IF EXISTS or IF NOT EXISTS
            }
            tokens.next();
        }
        return true;
    }

    private void inserted(Tokens tokens, Statement statement) {
        while (!tokens.keyword().equals("INTO")) {
            if (tokens.next() == Tokens.Kind.END) {
                return;
            }
        }
        tokens.next();
        add(tokens).ifPresent(key -> {
            long count = InsertRowCounter.count(statement, tokens);
            rows += count;
            tables.computeIfPresent(key, (k, table) -> new Counted(table.name(), table.rows() + count));
        });
    }

    /** Takes the name at the tokens; leaves out SQLite's own tables and those that are gone with the session. @return its key */
    private Optional<String> add(Tokens tokens) {
        String name = tokens.name();
        tokens.next();
        if (tokens.isSymbol('.')) {
            if (name.equalsIgnoreCase("temp")) {
                return Optional.empty();
            }
            tokens.next();
            name = tokens.name();
            tokens.next();
        }
        if (SqlNames.isInternal(name)) {
            return Optional.empty();
        }
        String key = SqlNames.folded(name);
        tables.putIfAbsent(key, new Counted(RawText.shown(name), 0));
        return Optional.of(key);
    }

    private void checkComplete() {
        if (closing == Closing.ROLLBACK) {
            throw new Fault(ErrorCode.DUMP_ROLLED_BACK);
        }
        // Whoever wrote it: a transaction without its end is one that no tool would have kept.
        boolean whole = closing == Closing.COMMIT || writer == Census.Writer.UNKNOWN;
        if (inTransaction || !whole) {
            throw new Fault(ErrorCode.BACKUP_TRUNCATED, "its transaction does not end in COMMIT");
        }
    }
}
