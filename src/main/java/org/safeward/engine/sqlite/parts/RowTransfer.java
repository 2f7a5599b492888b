package org.safeward.engine.sqlite.parts;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.connection.SqliteFaults;
import org.safeward.engine.sqlite.content.Column;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.ReasonCode;

/**
 * Fills a table with the staged rows, each with its row id where that has a name. {@code OR FAIL} overrides what the table's own
 * declaration says of conflicts, which may be to drop rows silently, and keeps the rows before the one that does not fit: so their
 * number tells which one that is.
 */
final class RowTransfer {
    private final Part part;
    private final Session session;

    RowTransfer(Part part, Session session) {
        this.part = part;
        this.session = session;
    }

    /** @throws Fault PARTS_VIOLATED, PARTS_IMPOSSIBLE when storing a row needs a function or collation that is not here */
    void replace() {
        run("DELETE FROM " + part.targetTable());
        fill(part.backedUp().shape().orElseThrow().columns());
    }

    /** Into an empty table; as {@link #replace}. */
    void fill(List<Column> columns) {
        List<String> names = new ArrayList<>();
        TableShape shape = part.backedUp().shape().orElseThrow();
        if (!shape.isTooWideForRowid()) {
            shape.rowid().ifPresent(names::add);
        }
        columns.forEach(column -> names.add(column.identifier()));
        // Qualified: a quoted name that no column has would be text.
        run("INSERT OR FAIL INTO " + part.targetTable() + "(" + String.join(",", names) + ") SELECT "
                + names.stream().map(name -> "s." + name).collect(Collectors.joining(",")) + " FROM "
                + part.stagedTable() + " AS s NOT INDEXED");
    }

    private void run(String sql) {
        requireNothingElseRuns(sql);
        try {
            session.tryExecute(sql);
        } catch (SQLException e) {
            throw switch (SqliteFaults.code(e)) {
                case SQLITE_CONSTRAINT, SQLITE_MISMATCH -> violated(e);
                default -> failed(e);
            };
        }
    }

    /** A trigger would be a program of its own (https://sqlite.org/opcode.html), whatever {@code sqlite_schema} says that it belongs to. */
    private void requireNothingElseRuns(String sql) {
        try {
            boolean runs =
                    session.rows("EXPLAIN " + sql, row -> row.getString(2)).contains("Program");
            if (runs) {
                throw PartsImpossible.of(ReasonCode.WHY_TRIGGER_OF_OTHER, part.shown());
            }
        } catch (Fault e) {
            if (e.getCause() instanceof SQLException cause) {
                throw failed(cause);
            }
            throw e;
        }
    }

    /** SQLite tells of what it cannot compute (a function or collation of the application) by its code for anything. */
    private RuntimeException failed(SQLException e) {
        return switch (SqliteFaults.code(e)) {
            case SQLITE_ERROR ->
                PartsImpossible.since(e, ReasonCode.WHY_CANNOT_STORE, part.shown(), SqliteFaults.reason(e));
            default -> session.fault(e);
        };
    }

    private Fault violated(SQLException e) {
        long fitted = session.number("SELECT count(*) FROM " + part.targetTable() + " NOT INDEXED");
        String row = RowWords.of(part, fitted, session);
        return new Fault(
                e,
                ErrorCode.PARTS_VIOLATED,
                SqliteFaults.reason(e).replace(" constraint failed", ""),
                part.shown(),
                row);
    }
}
