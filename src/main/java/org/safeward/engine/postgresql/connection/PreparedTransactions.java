package org.safeward.engine.postgresql.connection;

import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Transactions that wait for their COMMIT PREPARED or ROLLBACK PREPARED. They hold their locks without any session that could be ended. */
public final class PreparedTransactions {
    private static final String OF_DATABASE =
            "SELECT gid FROM pg_catalog.pg_prepared_xacts WHERE database = current_database() ORDER BY prepared";

    private PreparedTransactions() {}

    /** @throws Fault DATABASE_LOCKED that names them, in place of one that does not say who has the lock */
    public static void explain(Session session, Exception failure) {
        if (!(failure instanceof Fault locked) || locked.code() != ErrorCode.DATABASE_LOCKED) {
            return;
        }
        var waiting = session.strings(OF_DATABASE);
        if (!waiting.isEmpty()) {
            throw new Fault(
                    locked,
                    ErrorCode.DATABASE_LOCKED,
                    "the prepared transaction " + String.join(", ", waiting)
                            + " waits for COMMIT PREPARED or ROLLBACK PREPARED");
        }
    }
}
