package org.safeward.engine.postgresql.connection;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.Driver;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Opens sessions: by the driver, or with a connection that a data source lends. */
final class SessionOpening {
    private static final Driver DRIVER = new Driver();
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final int MOST_TRIES = 10;
    private static final long PAUSE_MILLIS = 100;

    private SessionOpening() {}

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
}
