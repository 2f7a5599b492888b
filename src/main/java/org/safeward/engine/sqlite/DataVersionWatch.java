package org.safeward.engine.sqlite;

import java.util.Optional;
import org.safeward.engine.ChangeWatch;
import org.safeward.engine.sqlite.connection.Session;

/**
 * Watches {@code PRAGMA data_version}, which moves on a connection that stays open when another one commits. Commits of the
 * connection itself would not count, so it makes none.
 */
final class DataVersionWatch implements ChangeWatch {
    private final Optional<Session> session;
    private final long atBegin;

    private DataVersionWatch(Optional<Session> session, long atBegin) {
        this.session = session;
        this.atBegin = atBegin;
    }

    /** Of a live database that cannot be opened. */
    static DataVersionWatch blind() {
        return new DataVersionWatch(Optional.empty(), 0);
    }

    /** @param session closed by {@link #close} */
    static DataVersionWatch on(Session session) {
        try {
            return new DataVersionWatch(Optional.of(session), version(session));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static long version(Session session) {
        return session.number("PRAGMA data_version");
    }

    @Override
    public synchronized boolean changed() {
        return session.isPresent() && version(session.get()) != atBegin;
    }

    @Override
    public boolean canTell() {
        return session.isPresent();
    }

    @Override
    public synchronized void close() {
        session.ifPresent(Session::close);
    }
}
