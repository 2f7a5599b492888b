package org.safeward.engine.postgresql.connection;

import org.safeward.engine.Work;
import org.safeward.fault.Fault;

/**
 * Ends the sessions of one database again and again, on a thread and a connection of its own, until it is closed: while another
 * connection renames the database and needs it empty. Goes by the database's oid: after the rename the name is another's.
 */
public final class SessionEnder implements AutoCloseable {
    /** The server's rule for pg_terminate_backend; {@code r} is the role of the session. */
    public static final String MAY_END = """
            ((SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
              OR NOT r.rolsuper AND (pg_catalog.pg_has_role(r.oid, 'USAGE')
                OR pg_catalog.pg_has_role('pg_signal_backend', 'USAGE')))""";

    private static final String END = """
            SELECT count(pg_catalog.pg_terminate_backend(a.pid)) FROM pg_catalog.pg_stat_activity a
            JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid
            WHERE a.datid = %d AND a.pid <> pg_catalog.pg_backend_pid() AND\s""" + MAY_END;

    private static final long PAUSE_MILLIS = 10;

    private final Session session;
    private final Thread thread;
    private volatile boolean closed;

    public SessionEnder(PostgresAddress maintenance, String name, long databaseOid) {
        session = Session.open(maintenance, name, Work.UNWATCHED);
        thread = new Thread(() -> endAll(END.formatted(databaseOid)), "safeward-session-ender");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            session.close();
        }
    }

    private void endAll(String sql) {
        try {
            while (!closed) {
                session.number(sql);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Fault e) {
            // The rename, which waits for these sessions, then fails and says so.
            System.getLogger(SessionEnder.class.getName())
                    .log(System.Logger.Level.WARNING, "could not end sessions", e);
        }
    }
}
