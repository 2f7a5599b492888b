package org.safeward.engine.postgresql.connection;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLState;

/** Connections that have to end at once, whatever they are doing. */
final class BrokenOff {
    private static final System.Logger LOG = System.getLogger(BrokenOff.class.getName());

    private BrokenOff() {}

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
            LOG.log(System.Logger.Level.DEBUG, "already broken off", e);
        }
    }

    /** The server looks at its socket only between statements, so that the statement has to be cancelled as well. */
    static void cancel(Connection connection) {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            // The server cannot be reached: breaking the connection off is all that is left, and comes next.
            LOG.log(System.Logger.Level.DEBUG, "cancel was not delivered", e);
        }
    }
}
