package org.safeward.engine.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A second cursor over the same rows in the same snapshot, which writes them in hex. It is opened at the first odd row and then
 * moves along, so that odd rows cost one more scan at most; rows of a table without row ids are found as well.
 */
final class OddRows implements AutoCloseable {
    private final Session session;
    private final String select;
    private PreparedStatement statement;
    private ResultSet rows;
    private long next;

    OddRows(Session session, String select) {
        this.session = session;
        this.select = select;
    }

    /** @param position counted from 0; never less than in the call before */
    byte[] row(long position) throws SQLException {
        if (statement == null) {
            statement = session.connection().prepareStatement(select + " LIMIT -1 OFFSET " + position);
            rows = statement.executeQuery();
            next = position;
        }
        while (rows.next()) {
            session.checkpoint();
            if (next++ == position) {
                return rows.getBytes(1);
            }
        }
        throw new IllegalStateException("row " + position + " is gone from the snapshot: " + select);
    }

    @Override
    public void close() throws SQLException {
        if (statement != null) {
            statement.close();
        }
    }
}
