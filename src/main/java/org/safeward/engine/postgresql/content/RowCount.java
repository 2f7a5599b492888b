package org.safeward.engine.postgresql.content;

import java.sql.SQLException;
import org.postgresql.copy.CopyOut;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * Counts the rows of a table by having the server write its narrowest column out. Not by {@code count(*)}: a query runs the functions
 * of a view that has taken the table's name meanwhile, and also of a table that is one: the planner evaluates what is constant in the
 * expressions of its indexes and statistics (RelationGetIndexExpressions), with the rights of who asks. COPY of a table has no plan,
 * refuses views and foreign tables (the server's documentation of COPY), and calls only the output function of the column's
 * type, which nobody but a superuser can have written in another language than the server's own.
 */
final class RowCount {
    /** For a query over {@code pg_class c}: null for a table without columns. Of fixed size first, since large values would all be read. */
    static final String NARROWEST_COLUMN = """
            (SELECT a.attname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
             ORDER BY NOT pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT'),
                 t.typlen < 0, t.typlen, a.attnum LIMIT 1)
            """;

    private final Session session;

    /** @param column null for a table that has none */
    record Countable(TableName name, String column) implements Comparable<Countable> {
        @Override
        public int compareTo(Countable other) {
            return name.compareTo(other.name);
        }
    }

    RowCount(Session session) {
        this.session = session;
    }

    /** @throws org.safeward.fault.Fault DATABASE_ERROR when something else has this name now */
    long of(Countable table) {
        String columns = table.column() == null ? "" : " (" + TableName.quote(table.column()) + ")";
        try {
            // As text: not every type can be written in binary. SQL_ASCII: bytes as they are, whatever the database
            // takes for text.
            CopyOut copy = session.copy()
                    .copyOut(session.encoding()
                            .textOfCopy("COPY " + table.name().sql() + columns
                                    + " TO STDOUT (FORMAT text, ENCODING 'SQL_ASCII')"));
            try {
                while (copy.readFromCopy() != null) {
                    // The server tells how many there were.
                }
                return copy.getHandledRowCount();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw session.fault(e);
        }
    }
}
