package org.safeward.rest;

import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import jakarta.persistence.QueryTimeoutException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import org.safeward.fault.ErrorCode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What a failure of the catalog means: that it is out of reach, that its disk is full, or, when it has answered and refused, a mistake of ours.
 * By SQLSTATE (SQL standard; PostgreSQL's appendix A) and SQLite's result codes. An exception without any state comes from a server's
 * connection pool and counts as out of reach.
 */
final class CatalogFault {
    /** Connection exception, no rights to connect, no such database, too few resources, the server is stopping or starting. */
    private static final Set<String> UNREACHABLE_CLASSES = Set.of("08", "28", "3D", "53", "57", "58");

    private static final String DISK_FULL = "53100";

    private static final Set<SQLiteErrorCode> UNREACHABLE = Set.of(
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_LOCKED,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_CANTOPEN,
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_PERM,
            SQLiteErrorCode.SQLITE_AUTH,
            SQLiteErrorCode.SQLITE_PROTOCOL,
            SQLiteErrorCode.SQLITE_CORRUPT,
            SQLiteErrorCode.SQLITE_NOTADB);

    private CatalogFault() {}

    /** @return CATALOG_UNREACHABLE or DISK_FULL; empty when the catalog did answer */
    static Optional<ErrorCode> of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Optional<ErrorCode> code = cause instanceof SQLException failure ? ofSql(failure) : ofJpa(cause);
            if (code.isPresent()) {
                return code;
            }
        }
        return Optional.empty();
    }

    private static Optional<ErrorCode> ofJpa(Throwable cause) {
        boolean waited = cause instanceof LockTimeoutException
                || cause instanceof PessimisticLockException
                || cause instanceof QueryTimeoutException;
        return waited ? Optional.of(ErrorCode.CATALOG_UNREACHABLE) : Optional.empty();
    }

    private static Optional<ErrorCode> ofSql(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            return ofSqlite(sqlite.getResultCode().code & 0xff);
        }
        String state = failure.getSQLState();
        if (DISK_FULL.equals(state)) {
            return Optional.of(ErrorCode.DISK_FULL);
        }
        boolean connection = failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException;
        return connection || state == null || state.length() < 2 || UNREACHABLE_CLASSES.contains(state.substring(0, 2))
                ? Optional.of(ErrorCode.CATALOG_UNREACHABLE)
                : Optional.empty();
    }

    /** @param code without what extended codes add in higher bits */
    private static Optional<ErrorCode> ofSqlite(int code) {
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return Optional.of(ErrorCode.DISK_FULL);
        }
        return UNREACHABLE.stream().anyMatch(known -> known.code == code)
                ? Optional.of(ErrorCode.CATALOG_UNREACHABLE)
                : Optional.empty();
    }
}
