package org.safeward.engine.postgresql.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.Set;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.safeward.engine.postgresql.sql.ScriptStatement;

/**
 * Sends a text to the server as exactly one statement, by the extended protocol (PostgreSQL, "Message Flow"): where our reader and
 * the server disagree about its end, the server refuses it as a whole (42601) instead of running what stands behind. The driver's own
 * statements would not do: they cut the text at semicolons, by a third opinion.
 *
 * <p>Rows are fetched in pieces and dropped, which makes the server compute all of them and fills no memory; a single one that is larger than the
 * driver may hold ({@link Connecting}) fails.
 */
public final class OneStatement extends ResultHandlerBase {
    private static final int[] NO_PARAMETERS = {};
    private static final int NO_LIMIT = 0;
    private static final int BYTES_AT_ONCE = 4 << 20;
    private static final int MOST_ROWS_AT_ONCE = 1000;

    /** What may give many rows; of all others the server sends a few at most. */
    private static final Set<String> QUERIES = Set.of("", "select", "with", "values", "table", "execute", "fetch");

    private static final Set<String> CHANGES = Set.of("insert", "update", "delete", "merge");

    private final BaseConnection connection;
    private ResultCursor rest;
    /** Of the largest row that has come. */
    private int largest = 1;

    private OneStatement(BaseConnection connection) {
        this.connection = connection;
    }

    /**
     * @param sql what is sent for it
     * @throws SQLException what the server says
     */
    public static void run(BaseConnection connection, ScriptStatement statement, String sql) throws SQLException {
        if (!mayGiveManyRows(statement)) {
            send(connection, sql, 0);
        } else if (connection.getAutoCommit()) {
            inTransaction(connection, sql);
        } else {
            send(connection, sql, QueryExecutor.QUERY_FORWARD_CURSOR);
        }
    }

    /** Has the server read it without running it: 42601 when it is not one. */
    public static void require(BaseConnection connection, ScriptStatement statement) throws SQLException {
        send(connection, statement.sql(), QueryExecutor.QUERY_DESCRIBE_ONLY);
    }

    private static boolean mayGiveManyRows(ScriptStatement statement) {
        String word = statement.firstWord();
        return QUERIES.contains(word) || CHANGES.contains(word) && statement.says("returning");
    }

    /** The rows that were not fetched yet are lost with the transaction. */
    private static void inTransaction(Connection connection, String sql) throws SQLException {
        connection.setAutoCommit(false);
        try {
            send(connection.unwrap(BaseConnection.class), sql, QueryExecutor.QUERY_FORWARD_CURSOR);
            connection.commit();
        } catch (SQLException e) {
            takeBack(connection, e);
            throw e;
        }
        connection.setAutoCommit(true);
    }

    private static void takeBack(Connection connection, SQLException cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static void send(BaseConnection connection, String sql, int manner) throws SQLException {
        var executor = connection.getQueryExecutor();
        var query = executor.wrap(List.of(new NativeQuery(sql, NO_PARAMETERS, false, SqlCommand.BLANK)));
        int flags = QueryExecutor.QUERY_ONESHOT
                | manner
                | (connection.getAutoCommit() ? QueryExecutor.QUERY_SUPPRESS_BEGIN : 0);
        var preferred = executor.getPreferQueryMode();
        executor.setPreferQueryMode(PreferQueryMode.EXTENDED);
        try {
            var answer = new OneStatement(connection);
            executor.execute(query, null, answer, NO_LIMIT, 1, flags);
            while (answer.rest != null) {
                var next = answer.rest;
                answer.rest = null;
                executor.fetch(next, answer, answer.rowsToFetch(), false);
            }
        } finally {
            executor.setPreferQueryMode(preferred);
            query.close();
        }
    }

    @Override
    public void handleResultRows(Query query, Field[] fields, List<Tuple> rows, ResultCursor cursor) {
        rest = cursor;
        for (var row : rows) {
            largest = Math.max(largest, row.length());
        }
    }

    private int rowsToFetch() {
        return Math.max(1, Math.min(MOST_ROWS_AT_ONCE, BYTES_AT_ONCE / largest));
    }

    /**
     * What is no word of the server's is the driver's about a row that it did not read to its end: what comes next on this connection would be the
     * row's content, taken for answers of the server.
     */
    @Override
    public void handleError(SQLException e) {
        if (BrokenOff.isOutOfStep(e)) {
            BrokenOff.abort(connection);
            super.handleError(new PSQLException(
                    "it returns a row that is too large for this memory", PSQLState.NUMERIC_VALUE_OUT_OF_RANGE, e));
        } else {
            super.handleError(e);
        }
    }

    /** A statement may raise as many notices as it likes. */
    @Override
    public void handleWarning(SQLWarning warning) {
        // Dropped.
    }
}
