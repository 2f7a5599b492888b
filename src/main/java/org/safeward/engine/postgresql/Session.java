package org.safeward.engine.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.util.PSQLState;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;

/**
 * One connection, and the few ways in which we talk to a database. Every {@link SQLException} leaves as a {@link Fault}, or as
 * {@link WorkStopped} when it is the consequence of a stop, which ends the running statement and the connection at once.
 */
final class Session implements AutoCloseable {
    private static final Driver DRIVER = new Driver();
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final int MOST_TRIES = 10;
    private static final long PAUSE_MILLIS = 100;

    private final Connection connection;
    private final PostgresAddress address;
    private final Work work;
    private final Work.Interruption interruption;
    private Evaluation evaluation = Evaluation.NONE;
    private ContentEncoding content = ContentEncoding.UTF8;

    /** @param name what pg_stat_activity shows, and what {@link StrayDatabases} looks for after a crash */
    static Session open(PostgresAddress address, String name, Work work) {
        try {
            if (address.source().isPresent()) {
                return borrowed(BorrowedConnection.of(address.source().get()), address, work);
            }
            // Not by DriverManager: it does not see the drivers that an application brings along in a server.
            return new Session(connection(address, name, work), address, work).prepared();
        } catch (SQLException e) {
            throw SqlFault.of(e, address);
        }
    }

    /** Where a role may have few connections, the server needs a moment until the last one of them has left. */
    private static Connection connection(PostgresAddress address, String name, Work work) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                return DRIVER.connect(Connecting.url(address), Connecting.properties(address, name));
            } catch (SQLException e) {
                if (tries == MOST_TRIES || !SqlFault.state(e).equals(TOO_MANY_CONNECTIONS)) {
                    throw e;
                }
                pause(e);
                work.checkpoint();
            }
        }
    }

    private static void pause(SQLException cause) throws SQLException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }

    private static Session borrowed(Connection connection, PostgresAddress address, Work work) throws SQLException {
        var session = new Session(connection, address, work).prepared();
        if (!session.string("SELECT current_database()").equals(address.database())) {
            session.close();
            throw new Fault(
                    ErrorCode.DATABASE_UNREACHABLE,
                    address,
                    "the data source leads to another database, and no user of our own is configured");
        }
        return session;
    }

    private Session(Connection connection, PostgresAddress address, Work work) {
        this.connection = connection;
        this.address = address;
        this.work = work;
        this.interruption = work.onStop(this::breakOff);
    }

    private Session prepared() {
        try {
            ourSettings();
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    PostgresAddress address() {
        return address;
    }

    Connection connection() {
        return connection;
    }

    /** Runs one statement. */
    void execute(String sql) {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    /** Takes back whatever a script has set, so that what we ask is answered by the server and not by the script's functions. */
    void takeBackSettings() {
        execute("RESET SESSION AUTHORIZATION");
        execute("RESET ALL");
        evaluation = Evaluation.NONE;
        content = ContentEncoding.UTF8;
        ourSettings();
    }

    private void ourSettings() {
        OurSettings.apply(this);
        if (!isBorrowed() && ContentEncoding.isWithoutEncoding(encodingOfServer())) {
            clientEncoding("LATIN1");
        }
    }

    /** As PostgreSQL names it. */
    String encodingOfServer() {
        return parameter("server_encoding");
    }

    /** What is text for the server comes and goes in this encoding; names of tables, too. A connection that is borrowed keeps UTF-8. */
    void clientEncoding(String name) {
        if (!name.equals(parameter("client_encoding"))) {
            execute("SET client_encoding TO " + TableName.literal(name));
        }
    }

    /** Statements and rows of a script come in this encoding from now on. */
    void contentEncoding(ContentEncoding encoding) {
        content = encoding;
        clientEncoding(encoding.ofSession());
    }

    /**
     * The text of a COPY, which the driver sends as UTF-8 whatever the client_encoding. Where that is LATIN1, so that the server passes bytes
     * through, the bytes have to be the same.
     */
    String textOfCopy(String sql) {
        return parameter("client_encoding").equals("LATIN1") && ContentEncoding.isWithoutEncoding(encodingOfServer())
                ? ContentEncoding.textOfBytes(sql)
                : sql;
    }

    ContentEncoding contentEncoding() {
        return content;
    }

    /** What the server has told by itself. */
    private String parameter(String name) {
        try {
            return connection.isWrapperFor(PGConnection.class)
                    ? connection.unwrap(PGConnection.class).getParameterStatus(name)
                    : string("SHOW " + name);
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    /** Has a script run under the settings under which its database works, but for those that it is read with. Not inside a transaction. */
    void workUnder(OwnSettings own) {
        workUnder(own, Map.of());
    }

    /** @param written settings that the rows were written with, which therefore are the ones to read them with */
    void workUnder(OwnSettings own, Map<String, String> written) {
        evaluation = own.apply(this, written);
    }

    void warn(Warning warning) {
        work.warn(warning);
    }

    /** How statements are to be sent whose outcome depends on settings that this session cannot keep. */
    Evaluation evaluation() {
        return evaluation;
    }

    /** How long a statement may wait for a lock. */
    void lockTimeout(Duration timeout) {
        execute("SET lock_timeout = " + Math.max(1, timeout.toMillis()));
    }

    /** Every row that a query gives, by a reader of rows. */
    <T> List<T> list(String sql, RowReader<T> reader, Object... arguments) {
        try (var statement = prepared(sql, arguments);
                var rows = statement.executeQuery()) {
            var list = new ArrayList<T>();
            while (rows.next()) {
                list.add(reader.read(rows));
            }
            return list;
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    List<String> strings(String sql, Object... arguments) {
        return list(sql, row -> row.getString(1), arguments);
    }

    /** The first column of the only row, or null. */
    String string(String sql, Object... arguments) {
        var rows = strings(sql, arguments);
        return rows.isEmpty() ? null : rows.get(0);
    }

    boolean is(String sql, Object... arguments) {
        return "t".equals(string(sql, arguments));
    }

    long number(String sql, Object... arguments) {
        return Long.parseLong(string(sql, arguments));
    }

    boolean isInTransaction() {
        try {
            return !connection.getAutoCommit();
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    /** Begins a transaction; {@link #commit} ends it, and closing the session takes it back. */
    void begin() {
        guarded(() -> connection.setAutoCommit(false));
    }

    void commit() {
        guarded(() -> {
            connection.commit();
            connection.setAutoCommit(true);
        });
    }

    void rollback() {
        guarded(() -> {
            connection.rollback();
            connection.setAutoCommit(true);
        });
    }

    CopyManager copy() throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            throw new Fault(
                    ErrorCode.DATABASE_UNREACHABLE,
                    address,
                    "the server keeps its PostgreSQL driver to itself: configure user and password of the database");
        }
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    PostgresVersion version() {
        return PostgresVersion.in(string("SHOW server_version")).orElseThrow();
    }

    /** As {@link #fault(SQLException)} for an exception of a script's statement. */
    RuntimeException fault(SQLException e, ScriptStatement statement) {
        return stopped(e).orElseGet(() -> SqlFault.of(e, address, statement));
    }

    /** What an exception of this connection means to the user; a stop is told from a failure. */
    RuntimeException fault(SQLException e) {
        if (isOutOfStep(e)) {
            abort(connection);
        }
        return stopped(e).orElseGet(() -> SqlFault.of(e, address));
    }

    /**
     * Whether the driver has given up a result in its midst (a row beyond {@code maxResultBuffer}) and would take the rest of it for the server's
     * next answers: the connection is not to be used again.
     */
    static boolean isOutOfStep(SQLException e) {
        return PSQLState.COMMUNICATION_ERROR.getState().equals(e.getSQLState());
    }

    static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            System.getLogger(Session.class.getName()).log(System.Logger.Level.DEBUG, "already broken off", e);
        }
    }

    /** Whether the exception is only what a stop looks like. */
    private Optional<RuntimeException> stopped(SQLException e) {
        try {
            work.checkpoint();
            return Optional.empty();
        } catch (WorkStopped stopped) {
            stopped.addSuppressed(e);
            return Optional.of(stopped);
        }
    }

    /** Ends the session; an open transaction is taken back by the server. A borrowed connection goes back as it came. */
    @Override
    public void close() {
        interruption.close();
        try (connection) {
            if (isBorrowed() && !connection.isClosed()) {
                giveBack();
            }
        } catch (SQLException e) {
            throw SqlFault.of(e, address);
        }
    }

    private boolean isBorrowed() {
        return address.source().isPresent();
    }

    private void giveBack() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        execute("RESET SESSION AUTHORIZATION");
        execute("RESET ALL");
    }

    /**
     * Ends whatever runs, from any thread. The server looks at its socket only between statements, so that the statement has to be
     * cancelled as well.
     */
    void breakOff() {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            // The server cannot be reached: breaking the connection off is all that is left, and comes next.
            System.getLogger(Session.class.getName()).log(System.Logger.Level.DEBUG, "cancel was not delivered", e);
        }
        if (isBorrowed()) {
            // It is another's, and will be used again.
            return;
        }
        abort(connection);
    }

    private PreparedStatement prepared(String sql, Object... arguments) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    private void guarded(SqlAction action) {
        try {
            action.run();
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    private interface SqlAction {
        void run() throws SQLException;
    }

    /** Makes a value of a row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
