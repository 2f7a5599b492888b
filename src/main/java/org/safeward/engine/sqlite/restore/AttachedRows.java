package org.safeward.engine.sqlite.restore;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.load.RowImage;

/**
 * A database in memory beside the staging database, which holds one image of rows after the other. SQLite does not exchange it
 * inside a transaction.
 *
 * <p>Its columns have no types and its rows are read in their order, so each value reaches the table as the literal would have: SQLite
 * applies affinities and constraints, and resolves conflicts, in the same way. Closing the session is enough to end it.
 */
final class AttachedRows {
    private static final String SCHEMA = "safeward_attached";

    private final Session staging;
    private PreparedStatement insert;

    /** Attaches it: before attaching is forbidden. */
    AttachedRows(Session staging) {
        this.staging = staging;
        staging.execute("ATTACH ':memory:' AS " + SCHEMA);
    }

    void exchange(RowImage image) throws SQLException {
        close();
        staging.connection().deserialize(SCHEMA, image.bytes());
        insert = staging.prepare(image.insert() + " SELECT " + image.columns() + " FROM " + SCHEMA + "."
                + RowImage.TABLE + " WHERE rowid BETWEEN ? AND ? ORDER BY rowid");
    }

    /** Those of one statement of the script. */
    void insert(RowImage.Rows rows) throws SQLException {
        insert.setLong(1, rows.first());
        insert.setLong(2, rows.last());
        insert.executeUpdate();
    }

    /** Outside of a transaction. From now on the session has its one database alone. */
    void detach() {
        close();
        staging.execute("DETACH " + SCHEMA);
    }

    private void close() {
        if (insert != null) {
            try {
                insert.close();
            } catch (SQLException e) {
                throw staging.fault(e);
            }
            insert = null;
        }
    }
}
