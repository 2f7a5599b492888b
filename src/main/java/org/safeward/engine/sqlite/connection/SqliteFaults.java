package org.safeward.engine.sqlite.connection;

import java.nio.file.Path;
import java.sql.SQLException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's result codes mean to the user. See https://sqlite.org/rescode.html. */
public final class SqliteFaults {
    private static final int PRIMARY_CODE = 0xff;

    private SqliteFaults() {}

    public static Fault fault(SQLException e, Path file) {
        return switch (code(e)) {
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> new Fault(e, ErrorCode.DATABASE_LOCKED, file);
            case SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_FORMAT -> new Fault(e, ErrorCode.DATABASE_DAMAGED, file);
            case SQLITE_FULL -> new Fault(e, ErrorCode.DISK_FULL, file);
            default -> new Fault(e, ErrorCode.DATABASE_UNREACHABLE, file, reason(e));
        };
    }

    /** The primary result code: SQLite's extended codes keep it in the low byte. */
    public static SQLiteErrorCode code(SQLException e) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
        return SQLiteErrorCode.getErrorCode(code & PRIMARY_CODE);
    }

    /** SQLite's own words, without the driver's. */
    public static String reason(SQLException e) {
        String text = String.valueOf(e.getMessage());
        int open = text.indexOf(" (");
        return open > 0 && text.endsWith(")") ? text.substring(open + 2, text.length() - 1) : text;
    }
}
