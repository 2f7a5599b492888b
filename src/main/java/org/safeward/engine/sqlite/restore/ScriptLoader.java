package org.safeward.engine.sqlite.restore;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.sqlite.connection.Room;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.connection.SqliteFaults;
import org.safeward.engine.sqlite.script.ScriptRules;
import org.safeward.engine.sqlite.script.Statement;
import org.safeward.engine.sqlite.script.StatementQueue;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Runs a script in a staging database, as one transaction whatever transactions the script has. The first error ends it, with
 * the number of the statement.
 */
final class ScriptLoader {
    private final Session staging;
    private final ScriptRules rules;
    private final Room room;
    private final Work work;
    private boolean begun;
    private long bytes;

    ScriptLoader(Session staging, ScriptRules rules, Room room, Work work) {
        this.staging = staging;
        this.rules = rules;
        this.room = room;
        this.work = work;
    }

    void load(InputStream sql) throws IOException {
        try (StatementQueue queue = new StatementQueue(sql)) {
            for (List<Statement> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                for (Statement statement : batch) {
                    work.checkpoint();
                    take(statement);
                }
                // Rows are counted when they are checked; bytes tell how far it has come.
                work.progress(0, bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkStopped(e);
        }
        begin();
        staging.execute("COMMIT");
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
        if (!begun) {
            room.limit(staging);
            staging.execute("BEGIN");
            begun = true;
        }
    }

    private void run(Statement statement) {
        try {
            staging.tryExecute(statement.text());
        } catch (SQLException e) {
            throw failure(statement, e);
        }
    }

    private RuntimeException failure(Statement statement, SQLException e) {
        String reason = SqliteFaults.reason(e);
        if (reason.contains("too many attached databases") || reason.contains("not authorized")) {
            return new Fault(e, ErrorCode.SCRIPT_LEAVES_DATABASE, "statement " + statement.number() + ": " + reason);
        }
        return switch (SqliteFaults.code(e)) {
            case SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_INTERRUPT -> staging.fault(e);
            default -> statement.failed(e, reason);
        };
    }
}
