package org.safeward.engine.sqlite.connection;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.sqlite.script.RawText;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteLimits;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * One connection to one SQLite file, which must exist. Not for several threads; the stop of the {@link Work} reaches it from
 * any thread.
 *
 * <p>Statements go to SQLite directly: the driver's {@code Statement} would take {@code backup to FILE} and {@code restore
 * from FILE} for commands of its own, and a script must not be able to say those.
 */
public final class Session implements AutoCloseable {
    /** SQLite looks at the stop flag at least this often; some tens of milliseconds of its work. */
    private static final int OPERATIONS_BETWEEN_LOOKS = 500_000;

    /** SQLITE_MAX_SQL_LENGTH as the driver's SQLite is compiled. */
    private static final int LONGEST_STATEMENT = 1 << 30;

    /** As often it is looked whether the disk has room: each may write a row of a megabyte. */
    private static final int OPERATIONS_WHILE_WRITING = 1_000;

    private static final System.Logger LOG = System.getLogger(Session.class.getName());

    private final Path file;
    private final Work work;
    private final SQLiteConnection connection;
    private final DB database;
    private final Work.Interruption interruption;
    private volatile boolean stopped;
    private Room room;
    private boolean shortOfRoom;

    /** Whether the database is; null until somebody wants to know. */
    private Boolean utf8;

    Session(Path file, String url, SQLiteConfig config, Work work) throws SQLException {
        this.file = file;
        this.work = work;
        this.connection = new JDBC4Connection(url, url.substring("jdbc:sqlite:".length()), config.toProperties());
        this.database = connection.getDatabase();
        // The driver's own limit is a thousandth of it, too short for a row with a large value.
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH, LONGEST_STATEMENT);
        ShellFunctions.giveTo(connection);
        // An interrupt that comes between two statements is forgotten by SQLite; the handler sees the flag all the
        // same.
        lookEvery(OPERATIONS_BETWEEN_LOOKS);
        this.interruption = work.onStop(this::interrupt);
    }

    /** As {@link SessionOpening#read}. */
    public static Session read(Path file, int busyMillis, Work work) {
        return SessionOpening.read(file, busyMillis, work);
    }

    /** As {@link SessionOpening#write}. */
    public static Session write(Path file, int busyMillis, Work work) {
        return SessionOpening.write(file, busyMillis, work);
    }

    /** As {@link SessionOpening#memory}. */
    public static Session memory() {
        return SessionOpening.memory();
    }

    private void lookEvery(int operations) throws SQLException {
        ProgressHandler.setHandler(connection, operations, new ProgressHandler() {
            @Override
            protected int progress() {
                return stopped || isShort() ? 1 : 0;
            }
        });
    }

    /** From now on a statement ends when there is no more room: DISK_FULL. */
    public void keepTo(Room allowed) {
        room = allowed;
        try {
            lookEvery(OPERATIONS_WHILE_WRITING);
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    private boolean isShort() {
        shortOfRoom = shortOfRoom || room != null && room.isShort();
        return shortOfRoom;
    }

    /** From now on nothing can be attached, which VACUUM INTO needs as well: SQL of others reaches no other file. */
    public void forbidOtherFiles() {
        try {
            connection.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    public Path file() {
        return file;
    }

    /** The driver's connection, for what only it can do. */
    public SQLiteConnection connection() {
        return connection;
    }

    private void interrupt() {
        stopped = true;
        try {
            database.interrupt();
        } catch (SQLException e) {
            throw SqliteFaults.fault(e, file);
        }
    }

    /** Begins a read transaction: from now on this session sees one moment of the database. */
    public void beginReading() {
        execute("BEGIN");
        try {
            // BEGIN alone reads nothing yet, so it fixes no moment.
            number("PRAGMA schema_version");
            number("SELECT count(*) FROM main.sqlite_schema");
        } catch (RuntimeException e) {
            execute("ROLLBACK");
            throw e;
        }
    }

    /** Runs a statement and throws away what it returns. */
    public void execute(String sql) {
        try {
            tryExecute(sql);
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    /** As {@link #execute}, for callers that tell one error from another. */
    public void tryExecute(String sql) throws SQLException {
        int code = RawText.isRaw(sql) ? RawStatements.execute(connection, sql) : database._exec(sql);
        if (code != Codes.SQLITE_OK) {
            database.throwex(code);
        }
    }

    /** How long locks of others are waited for from now on. */
    public void waitForLocks(int millis) {
        try {
            connection.setBusyTimeout(millis);
        } catch (SQLException e) {
            throw fault(e);
        }
    }

    /** SQLite's own words on how this connection's last call ended, "not an error" when it went well. */
    public String lastError() {
        try {
            database.throwex(Codes.SQLITE_ERROR);
        } catch (SQLException e) {
            return SqliteFaults.reason(e);
        }
        throw new IllegalStateException("the driver does not throw");
    }

    /** What an SQLException of this session means: a stop, or a fault. */
    public RuntimeException fault(SQLException e) {
        if (stopped) {
            return new WorkStopped(e);
        }
        boolean full = shortOfRoom || SqliteFaults.code(e) == SQLiteErrorCode.SQLITE_FULL;
        return full && room != null ? room.fault(e) : SqliteFaults.fault(e, file);
    }

    public void checkpoint() {
        work.checkpoint();
    }

    public long number(String sql, Object... parameters) {
        return rows(sql, row -> row.getLong(1), parameters).get(0);
    }

    public String text(String sql, Object... parameters) {
        return rows(sql, row -> row.getString(1), parameters).get(0);
    }

    public <T> List<T> rows(String sql, RowReader<T> reader, Object... parameters) {
        List<T> result = new ArrayList<>();
        try (PreparedStatement statement = prepare(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    result.add(reader.read(rows));
                }
            }
        } catch (SQLException e) {
            throw fault(e);
        }
        return result;
    }

    public PreparedStatement prepare(String sql) throws SQLException {
        return RawText.isRaw(sql) ? RawStatements.prepare(connection, sql) : connection.prepareStatement(sql);
    }

    /** A name or SQL as SQLite has it; in a UTF-8 database its bytes need not be UTF-8. */
    public String name(ResultSet row, int column) throws SQLException {
        if (utf8 == null) {
            utf8 = text("PRAGMA encoding").equals("UTF-8");
        }
        byte[] bytes = utf8 ? row.getBytes(column) : null;
        return bytes == null ? row.getString(column) : RawText.of(bytes);
    }

    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    @Override
    public void close() {
        interruption.close();
        try {
            connection.close();
        } catch (SQLException e) {
            // Not thrown: what was to be done on the connection is done, or has failed with an error of its own.
            LOG.log(System.Logger.Level.WARNING, "could not close " + file, e);
        }
    }
}
