package org.safeward.engine.postgresql.load;

import java.io.IOException;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.RowsTaken;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.engine.postgresql.sql.ScriptStatement;

/** Where the statements of a script are run: with the same outcome as one after the other, whatever is done side by side. */
interface ScriptTarget {

    /** A session to ask or tell the database something; all that was handed over before is done by then. */
    Session session();

    /** Statements and rows that come next are in this encoding. */
    void encoding(ContentEncoding encoding);

    /** @throws org.safeward.fault.Fault of this statement or of an earlier one */
    void execute(ScriptStatement statement);

    /** Begins a COPY, whose rows come next. */
    Rows copy(ScriptStatement statement) throws IOException;

    /** What the server has taken of the rows; whole once all is done. */
    RowsTaken taken();

    /** Waits until everything is done. */
    void finish();

    /** The rows of one COPY. Closed without its end, the rows do not count. */
    interface Rows extends AutoCloseable {

        /** Some of the rows' bytes, which may end anywhere. */
        void take(byte[] bytes, int offset, int length) throws IOException;

        void end();

        @Override
        void close();
    }
}
