package org.safeward.engine.postgresql.parts;

import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.safeward.engine.postgresql.connection.SqlFault;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Rows that the rules of the live tables do not let in: the server's class 23 ("Integrity Constraint Violation"). */
final class Violation {
    private Violation() {}

    /** The fault, or PARTS_VIOLATED with constraint, table and row when that is what it is. */
    static Fault named(Fault fault) {
        if (!(fault.getCause() instanceof SQLException refused)
                || !SqlFault.state(refused).startsWith("23")) {
            return fault;
        }
        var message = refused instanceof PSQLException server ? server.getServerErrorMessage() : null;
        if (message == null) {
            return new Fault(fault, ErrorCode.PARTS_VIOLATED, "a constraint", "a table", refused.getMessage());
        }
        String table = message.getTable() != null
                ? message.getSchema() + "." + message.getTable()
                : Objects.requireNonNullElse(message.getDatatype(), "a table");
        String row = Stream.of(message.getMessage(), message.getDetail(), message.getWhere())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" - "));
        return new Fault(fault, ErrorCode.PARTS_VIOLATED, rule(message), table, row);
    }

    /** A column that may not be null has no constraint's name before version 18, the bounds of a partition never, and a function may raise what it likes. */
    private static String rule(ServerErrorMessage message) {
        if (message.getConstraint() != null) {
            return message.getConstraint();
        }
        if (message.getColumn() != null) {
            return "column " + message.getColumn();
        }
        if (message.getDatatype() != null) {
            return "NOT NULL";
        }
        return message.getTable() != null ? "the bounds of partitions" : "a function";
    }
}
