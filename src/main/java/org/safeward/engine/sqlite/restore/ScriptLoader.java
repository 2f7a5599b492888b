package org.safeward.engine.sqlite.restore;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.sqlite.connection.Room;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.connection.SqliteFaults;
import org.safeward.engine.sqlite.load.RowImage;
import org.safeward.engine.sqlite.load.StatementQueue;
import org.safeward.engine.sqlite.load.Step;
import org.safeward.engine.sqlite.script.ScriptRules;
import org.safeward.engine.sqlite.script.Statement;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Runs a script in a staging database, whatever transactions the script has: as one transaction, but for images of rows
 * ({@link AttachedRows}), before each of which it is committed. The first error ends it, with the number of the statement.
 */
final class ScriptLoader {
    private final Session staging;
    private final ScriptRules rules;
    private final Room room;
    private final Work work;
    private final Optional<AttachedRows> rows;
    private boolean limited;
    private boolean begun;
    private long bytes;

    /** @param rows the way for rows of long tables; empty when all goes as SQL */
    ScriptLoader(Session staging, Optional<AttachedRows> rows, ScriptRules rules, Room room, Work work) {
        this.staging = staging;
        this.rows = rows;
        this.rules = rules;
        this.room = room;
        this.work = work;
    }

    void load(InputStream sql) throws IOException {
        try (StatementQueue queue = new StatementQueue(sql, rows.isPresent())) {
            for (List<Step> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                for (Step step : batch) {
                    if (step instanceof Step.Sql one) {
                        work.checkpoint();
                        take(one.statement());
                    } else if (step instanceof RowImage image) {
                        take(image);
                    }
                }
                // Rows are counted when they are checked; bytes tell how far it has come.
                work.progress(0, bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkStopped(e);
        }
        begin();
        commit();
    }

    private void take(RowImage image) throws IOException {
        commit();
        AttachedRows attached = rows.orElseThrow();
        RowImage.Rows current = image.statements().get(0);
        try {
            attached.exchange(image);
            begin();
            for (RowImage.Rows next : image.statements()) {
                current = next;
                work.checkpoint();
                bytes += next.bytes();
                attached.insert(next);
            }
        } catch (SQLException e) {
            throw failure(current.statement(), e);
        }
    }

    private void take(Statement statement) throws IOException {
        bytes += statement.bytes().length;
        if (!statement.complete()) {
            throw new Fault(ErrorCode.BACKUP_TRUNCATED, "statement " + statement.number() + " has no end");
        }
        switch (rules.verdict(statement)) {
            case SETTING -> run(statement);
            case RUN -> {
                begin();
                run(statement);
            }
            case SKIP -> {
                // Not for staging.
            }
        }
    }

    /** As late as possible: page size, encoding and auto_vacuum can be set only before. */
    private void begin() throws IOException {
        if (!limited) {
            room.limit(staging);
            limited = true;
        }
        if (!begun) {
            staging.execute("BEGIN");
            begun = true;
        }
    }

    private void commit() {
        if (begun) {
            staging.execute("COMMIT");
            begun = false;
        }
    }

    private void run(Statement statement) {
        try {
            staging.tryExecute(statement.text());
        } catch (SQLException e) {
            throw failure(statement.number(), e);
        }
    }

    private RuntimeException failure(long statement, SQLException e) {
        String reason = SqliteFaults.reason(e);
        if (reason.contains("too many attached databases") || reason.contains("not authorized")) {
            return new Fault(e, ErrorCode.SCRIPT_LEAVES_DATABASE, "statement " + statement + ": " + reason);
        }
        return switch (SqliteFaults.code(e)) {
            case SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_INTERRUPT -> staging.fault(e);
            default -> new Fault(e, ErrorCode.SCRIPT_FAILED, statement, reason);
        };
    }
}
