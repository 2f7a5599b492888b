package org.safeward.engine.postgresql.connection;

import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The one transaction of a restore in place, known by its number at the server: what is committed in the end has to be what was begun, and
 * what is taken back has to have been all of it.
 *
 * @param id see {@code pg_current_xact_id()}
 */
public record OwnTransaction(Session session, String id) {

    public static OwnTransaction begin(Session session) {
        session.begin();
        return new OwnTransaction(session, current(session));
    }

    /** @throws Fault SWAP_NOT_PROVEN, TRANSACTION_LOST */
    public void requireStillOurs() {
        String now = current(session);
        if (!now.equals(id)) {
            var lost = new Fault(ErrorCode.SWAP_NOT_PROVEN, "transaction " + now + " is not " + id);
            takeBack(lost);
            throw lost;
        }
    }

    /**
     * Takes everything back.
     *
     * @param cause why
     * @throws Fault TRANSACTION_LOST if some of it was committed already
     */
    public void takeBack(Exception cause) {
        String status;
        try {
            session.rollback();
            status = session.string("SELECT pg_catalog.pg_xact_status(?::pg_catalog.xid8)", id);
        } catch (RuntimeException e) {
            // The connection has ended, and with it the transaction.
            cause.addSuppressed(e);
            return;
        }
        if ("committed".equals(status)) {
            throw new Fault(cause, ErrorCode.TRANSACTION_LOST, session.address().database());
        }
    }

    private static String current(Session session) {
        return session.string("SELECT pg_catalog.pg_current_xact_id()");
    }
}
