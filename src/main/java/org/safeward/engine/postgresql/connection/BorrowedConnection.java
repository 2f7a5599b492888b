package org.safeward.engine.postgresql.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** A connection of somebody else's pool, which may not look whether those that it keeps still work. */
final class BorrowedConnection {
    private static final int SECONDS_TO_ANSWER = 5;

    /** More than pools usually keep. */
    private static final int MOST_TRIES = 50;

    private BorrowedConnection() {}

    /** One that answers; those that do not are kept meanwhile, lest the pool gives the same one again. */
    static Connection of(DataSource source) throws SQLException {
        List<Connection> dead = new ArrayList<>();
        try {
            Connection connection = source.getConnection();
            while (!connection.isValid(SECONDS_TO_ANSWER) && dead.size() < MOST_TRIES) {
                dead.add(connection);
                connection = source.getConnection();
            }
            return connection;
        } finally {
            for (Connection connection : dead) {
                connection.close();
            }
        }
    }

    /** The driver's own connection, below the server's. */
    static PGConnection driver(Connection connection, PostgresAddress address) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            throw new Fault(
                    ErrorCode.DATABASE_UNREACHABLE,
                    address,
                    "the server keeps its PostgreSQL driver to itself: configure user and password of the database");
        }
        return connection.unwrap(PGConnection.class);
    }

    /** It goes back as it came. */
    static void giveBack(Session session) throws SQLException {
        Connection connection = session.connection();
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        session.execute("RESET SESSION AUTHORIZATION");
        session.execute("RESET ALL");
    }
}
