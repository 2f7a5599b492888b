package org.safeward.engine.postgresql.parts;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;
import org.safeward.archive.content.RowDigest;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.connection.TextSettings;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Rows as COPY writes them, from one database into another. As text: the binary form of rows, arrays and enums holds oids, which differ. In
 * the bytes of the database, which both have the same encoding of.
 */
final class RowStream {
    private static final String TEXT = " (FORMAT text, ENCODING 'SQL_ASCII')";

    private final Work work;
    private long rows;
    private long bytes;

    /** How many rows went through, and their digest, which does not depend on their order. */
    static final class Seen {
        private final RowDigest digest = new RowDigest();
        private long rows;

        private void row(byte[] row) {
            rows++;
            digest.add(row, 0, row.length);
        }

        private boolean equalsRowsOf(Seen other) {
            return rows == other.rows && digest.hex().equals(other.digest.hex());
        }
    }

    RowStream(Work work) {
        this.work = work;
    }

    /**
     * @param source what COPY ... TO is told to read
     * @param target what COPY ... FROM is told to fill
     */
    void copy(Session from, String source, Session to, String target, Seen seen) {
        CopyOut out = out(from, source);
        try {
            CopyIn in = in(to, target);
            try {
                for (byte[] row = next(from, out); row != null; row = next(from, out)) {
                    write(to, in, row);
                    seen.row(row);
                    count(row);
                }
                end(to, in);
            } finally {
                cancel(to, in);
            }
        } finally {
            cancel(from, out);
        }
    }

    /**
     * What is there now is read and held against what was sent, as the two databases write it.
     *
     * @param sources what holds it
     * @throws Fault RESTORE_CHECK_FAILED
     */
    void requireSame(Session there, List<String> sources, Seen sent, TableName table) {
        TextSettings.apply(there);
        var found = new Seen();
        sources.forEach(source -> each(there, source, found::row));
        if (!found.equalsRowsOf(sent)) {
            throw new Fault(
                    ErrorCode.RESTORE_CHECK_FAILED,
                    table + " has other rows than were sent: " + found.rows + ", " + sent.rows + " were sent");
        }
    }

    /** Has a look at every row. */
    void each(Session from, String source, Consumer<byte[]> look) {
        CopyOut out = out(from, source);
        try {
            for (byte[] row = next(from, out); row != null; row = next(from, out)) {
                look.accept(row);
                work.checkpoint();
            }
        } finally {
            cancel(from, out);
        }
    }

    private void count(byte[] row) {
        work.checkpoint();
        bytes += row.length;
        work.progress(++rows, bytes);
    }

    private static CopyOut out(Session session, String source) {
        try {
            return session.copy().copyOut(session.encoding().textOfCopy("COPY " + source + " TO STDOUT" + TEXT));
        } catch (SQLException e) {
            throw session.fault(e);
        }
    }

    private static CopyIn in(Session session, String target) {
        try {
            return session.copy().copyIn(session.encoding().textOfCopy("COPY " + target + " FROM STDIN" + TEXT));
        } catch (SQLException e) {
            throw session.fault(e);
        }
    }

    private static byte[] next(Session session, CopyOut out) {
        try {
            return out.readFromCopy();
        } catch (SQLException e) {
            throw session.fault(e);
        }
    }

    private static void write(Session session, CopyIn in, byte[] row) {
        try {
            in.writeToCopy(row, 0, row.length);
        } catch (SQLException e) {
            throw session.fault(e);
        }
    }

    private static void end(Session session, CopyIn in) {
        try {
            in.endCopy();
        } catch (SQLException e) {
            throw session.fault(e);
        }
    }

    private static void cancel(Session session, org.postgresql.copy.CopyOperation copy) {
        if (!copy.isActive()) {
            return;
        }
        try {
            copy.cancelCopy();
        } catch (SQLException e) {
            // What it was cancelled for is on its way; the transaction ends with the session.
            session.breakOff();
        }
    }
}
