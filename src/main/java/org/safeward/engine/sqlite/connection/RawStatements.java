package org.safeward.engine.sqlite.connection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import org.safeward.engine.sqlite.script.RawText;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;

/**
 * Hands SQL to SQLite whose bytes are not UTF-8 ({@link RawText}). The driver's own methods take strings; those that take the bytes it
 * keeps to itself, so they are reached by reflection. They are part of its native interface, and used for nothing else here.
 */
public final class RawStatements {
    private RawStatements() {}

    /** @return SQLite's result code */
    static int execute(SQLiteConnection connection, String sql) throws SQLException {
        DB database = connection.getDatabase();
        return (int) call(database, "_exec_utf8", RawText.bytes(sql));
    }

    /** A statement without parameters. */
    public static PreparedStatement prepare(SQLiteConnection connection, String sql) throws SQLException {
        DB database = connection.getDatabase();
        SafeStmtPtr raw = new SafeStmtPtr(database, (long) call(database, "prepare_utf8", RawText.bytes(sql)));
        int columns = raw.safeRunInt(DB::column_count);
        // One of the driver with as many columns, whose program is exchanged.
        PreparedStatement statement = connection.prepareStatement(
                "SELECT " + String.join(",", Collections.nCopies(Math.max(1, columns), "1")));
        CoreStatement core = (CoreStatement) statement;
        core.pointer.close();
        core.pointer = raw;
        return statement;
    }

    private static Object call(DB database, String method, byte[] sql) throws SQLException {
        try {
            Method ofDriver = database.getClass().getDeclaredMethod(method, byte[].class);
            ofDriver.setAccessible(true);
            return ofDriver.invoke(database, (Object) sql);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException fault) {
                throw fault;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another driver than the one that was tested", e);
        }
    }
}
