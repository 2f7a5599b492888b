package org.safeward.engine.postgresql.connection;

import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Tells users what an error of the server means. The states are those of PostgreSQL's appendix "Error Codes". */
public final class SqlFault {
    private static final int LONGEST = 2000;

    private SqlFault() {}

    /** An error at any place. */
    static Fault of(SQLException e, PostgresAddress address) {
        return general(e, address, "").orElseGet(() -> new Fault(forLogs(e), ErrorCode.DATABASE_ERROR, text(e)));
    }

    /** An error of a script's statement: the script's fault unless the server is in trouble. */
    static Fault of(SQLException e, PostgresAddress address, ScriptStatement statement) {
        String where = " (line " + statement.line() + ": " + statement.excerpt() + ")";
        return general(e, address, where)
                .orElseGet(() -> new Fault(forLogs(e), ErrorCode.SCRIPT_FAILED, statement.number(), text(e) + where));
    }

    public static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    /** The server's message and detail, without the driver's decoration. */
    static String text(SQLException e) {
        if (e instanceof PSQLException server && server.getServerErrorMessage() != null) {
            var message = server.getServerErrorMessage();
            String detail = message.getDetail() == null ? "" : " - " + message.getDetail();
            return shortened(message.getMessage()) + shortened(detail) + " [" + state(e) + "]";
        }
        return shortened(e.getMessage());
    }

    /** The exception, or one that says as much of it as a log should hold. */
    private static SQLException forLogs(SQLException e) {
        if (e.getMessage() == null || e.getMessage().length() <= LONGEST) {
            return e;
        }
        var shorter = new SQLException(shortened(e.getMessage()), e.getSQLState());
        shorter.setStackTrace(e.getStackTrace());
        return shorter;
    }

    /** A message repeats values, which may be as large as their statement. */
    private static String shortened(String text) {
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    private static Optional<Fault> general(SQLException e, PostgresAddress address, String where) {
        String state = state(e);
        return switch (state) {
            case "3D000" -> Optional.of(new Fault(forLogs(e), ErrorCode.DATABASE_MISSING, address));
            case "53100" -> Optional.of(new Fault(forLogs(e), ErrorCode.DISK_FULL, text(e)));
            case "53200", "53300", "53400" -> Optional.of(new Fault(forLogs(e), ErrorCode.SERVER_LIMIT, text(e)));
            case "55P03", "55006", "40P01" -> Optional.of(new Fault(forLogs(e), ErrorCode.DATABASE_LOCKED, text(e)));
            case "42501" -> Optional.of(new Fault(forLogs(e), ErrorCode.RIGHTS_LACKING, text(e) + where));
            case "XX001", "XX002" -> Optional.of(new Fault(forLogs(e), ErrorCode.DATABASE_DAMAGED, text(e)));
            default ->
                isOutOfReach(state)
                        ? Optional.of(new Fault(forLogs(e), ErrorCode.DATABASE_UNREACHABLE, address, text(e)))
                        : Optional.empty();
        };
    }

    /** Connection errors, a server that shuts down or comes up, a login that was refused. */
    static boolean isOutOfReach(String state) {
        return state.startsWith("08") || state.startsWith("57P") || state.startsWith("28");
    }
}
