package org.safeward.engine.postgresql.parts;

import java.util.List;
import org.safeward.engine.postgresql.sql.TableName;

/** What becomes of the staged tables: they replace rows, or become tables of their own. */
interface Exchange {

    /** Looks whether it can be done; {@link #run} looks again. */
    void check();

    /** Inside the caller's transaction. The exception of the server is the cause of the fault when rows break a rule of a table. */
    void run();

    /** The live tables that have new rows then. */
    List<TableName> written();
}
