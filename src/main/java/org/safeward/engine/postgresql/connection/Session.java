package org.safeward.engine.postgresql.connection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.copy.CopyManager;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.postgresql.sql.PostgresVersion;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;

/**
 * One connection, and the few ways in which we talk to a database. Every {@link SQLException} leaves as a {@link Fault}, or as
 * {@link WorkStopped} when it is the consequence of a stop, which ends the running statement and the connection at once.
 */
public final class Session implements AutoCloseable {
    private final Connection connection;
    private final PostgresAddress address;
    private final Work work;
    private final Work.Interruption interruption;
    private final SessionEncoding encoding = new SessionEncoding(this);
    private Evaluation evaluation = Evaluation.NONE;

    /** @param name what pg_stat_activity shows, and what {@code DiscardStaging} looks for after a crash */
    public static Session open(PostgresAddress address, String name, Work work) {
        return SessionOpening.open(address, name, work);
    }

    Session(Connection connection, PostgresAddress address, Work work) {
        this.connection = connection;
        this.address = address;
        this.work = work;
        this.interruption = work.onStop(this::breakOff);
    }

    /** With our settings. */
    Session prepared() {
        try {
            ourSettings();
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public PostgresAddress address() {
        return address;
    }

    public Connection connection() {
        return connection;
    }

    /** Runs one statement. */
    public void execute(String sql) {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    /** Takes back whatever a script has set, so that what we ask is answered by the server and not by the script's functions. */
    public void takeBackSettings() {
        execute("RESET SESSION AUTHORIZATION");
        execute("RESET ALL");
        evaluation = Evaluation.NONE;
        ourSettings();
    }

    private void ourSettings() {
        OurSettings.apply(this);
        encoding.reset(isBorrowed());
    }

    /** In which text goes and comes. */
    public SessionEncoding encoding() {
        return encoding;
    }

    /**
     * Has a script run under the settings under which its database works, but for those that it is read with. Not inside a transaction.
     *
     * @param written settings that the rows were written with, which therefore are the ones to read them with
     */
    public void workUnder(OwnSettings own, Map<String, String> written) {
        evaluation = own.apply(this, written);
    }

    public void warn(Warning warning) {
        work.warn(warning);
    }

    /** How statements are to be sent whose outcome depends on settings that this session cannot keep. */
    public Evaluation evaluation() {
        return evaluation;
    }

    /** How long a statement may wait for a lock. */
    public void lockTimeout(Duration timeout) {
        execute("SET lock_timeout = " + Math.max(1, timeout.toMillis()));
    }

    /** Every row that a query gives, by a reader of rows. */
    public <T> List<T> list(String sql, RowReader<T> reader, Object... arguments) {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            var list = new ArrayList<T>();
            var rows = statement.executeQuery();
            while (rows.next()) {
                list.add(reader.read(rows));
            }
            return list;
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    public List<String> strings(String sql, Object... arguments) {
        return list(sql, row -> row.getString(1), arguments);
    }

    /** The first column of the only row, or null. */
    public String string(String sql, Object... arguments) {
        var rows = strings(sql, arguments);
        return rows.isEmpty() ? null : rows.get(0);
    }

    public boolean is(String sql, Object... arguments) {
        return "t".equals(string(sql, arguments));
    }

    public long number(String sql, Object... arguments) {
        return Long.parseLong(string(sql, arguments));
    }

    public boolean isInTransaction() {
        try {
            return !connection.getAutoCommit();
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    /** Begins a transaction; {@link #commit} ends it, and closing the session takes it back. */
    public void begin() {
        guarded(() -> connection.setAutoCommit(false));
    }

    public void commit() {
        guarded(() -> {
            connection.commit();
            connection.setAutoCommit(true);
        });
    }

    public void rollback() {
        guarded(() -> {
            connection.rollback();
            connection.setAutoCommit(true);
        });
    }

    public CopyManager copy() throws SQLException {
        return BorrowedConnection.driver(connection, address).getCopyAPI();
    }

    public PostgresVersion version() {
        return PostgresVersion.in(string("SHOW server_version")).orElseThrow();
    }

    /** As {@link #fault(SQLException)} for an exception of a script's statement. */
    public RuntimeException fault(SQLException e, ScriptStatement statement) {
        return stopped(e).orElseGet(() -> SqlFault.of(e, address, statement));
    }

    /** What an exception of this connection means to the user; a stop is told from a failure. */
    public RuntimeException fault(SQLException e) {
        if (BrokenOff.isOutOfStep(e)) {
            BrokenOff.abort(connection);
        }
        return stopped(e).orElseGet(() -> SqlFault.of(e, address));
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
                BorrowedConnection.giveBack(this);
            }
        } catch (SQLException e) {
            throw SqlFault.of(e, address);
        }
    }

    private boolean isBorrowed() {
        return address.source().isPresent();
    }

    /** Ends whatever runs, from any thread. */
    public void breakOff() {
        BrokenOff.cancel(connection);
        // A borrowed one is another's, and will be used again.
        if (!isBorrowed()) {
            BrokenOff.abort(connection);
        }
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
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
