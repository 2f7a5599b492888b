package org.safeward.engine.postgresql.restore;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.safeward.engine.Fence;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.connection.SessionEnder;
import org.safeward.engine.postgresql.content.CarriedSettings;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Puts one database in another's place: two renames in one transaction, while a second connection ends the sessions of the old
 * one. The first rename's lock keeps newcomers out until the commit. Whatever dies when, the server has renamed both or none.
 *
 * @param settings of the protected database
 * @param job names our sessions, and what the replaced one is called from then on
 * @param live the name that is at stake
 * @param incoming what gets it
 * @param carry whether the settings of the replaced one go over to the new one
 */
record SwapByRename(PostgresSettings settings, String job, String live, String incoming, boolean carry) {
    private static final String OID = "SELECT oid::bigint FROM pg_database WHERE datname = ?";
    private static final Duration WAIT_FOR_SERVER = Duration.ofSeconds(60);

    /**
     * Does it, and returns when the server has shown that it is done.
     *
     * @throws Fault DATABASE_LOCKED, CLAIM_LOST, ...: nothing has changed. SWAP_UNKNOWN: the server is gone
     */
    void run(Fence fence, Duration lockTimeout) {
        try (var session = open()) {
            long incomingOid =
                    oid(session, incoming).orElseThrow(() -> new Fault(ErrorCode.DATABASE_MISSING, incoming));
            try {
                Instant deadline = Instant.now().plus(lockTimeout);
                boolean done = false;
                while (!done) {
                    done = attempt(session, fence, deadline);
                }
            } catch (Fault lost) {
                requireDoneNevertheless(incomingOid, lost);
            }
            prove(incomingOid);
        }
    }

    /** False when others still held on to the database and there is time left. */
    private boolean attempt(Session session, Fence fence, Instant deadline) {
        session.begin();
        try {
            var old = oid(session, live);
            if (old.isEmpty()) {
                rename(session, incoming, live);
                mark(session).remove(live);
                fence.pass();
                session.commit();
                return true;
            }
            if (carry) {
                new CarriedSettings(session).copy(live, incoming);
            }
            session.lockTimeout(Duration.between(Instant.now(), deadline));
            fence.pass();
            exchange(session, old.get(), fence);
            return true;
        } catch (Fault e) {
            if (e.code() == ErrorCode.DATABASE_UNREACHABLE) {
                throw e;
            }
            session.rollback();
            if (e.code() != ErrorCode.DATABASE_LOCKED || Instant.now().isAfter(deadline)) {
                throw e;
            }
            return false;
        }
    }

    /** The fence once more at its end: until the renames were let through, time has passed. */
    private void exchange(Session session, long oldOid, Fence fence) {
        try (var ender = new SessionEnder(maintenance(), RestoreNames.session(job), oldOid)) {
            ender.start();
            String outgoing = new RestoreNames(settings.address().database()).before(job);
            rename(session, live, outgoing);
            rename(session, incoming, live);
            mark(session).put(DatabaseMark.Kind.REPLACED, job, outgoing);
            mark(session).remove(live);
            fence.pass();
            session.commit();
        }
    }

    private static void rename(Session session, String from, String to) {
        session.execute("ALTER DATABASE " + TableName.quote(from) + " RENAME TO " + TableName.quote(to));
    }

    private void prove(long incomingOid) {
        try (var session = open()) {
            long now = oid(session, live).orElse(0L);
            if (now != incomingOid) {
                throw new Fault(ErrorCode.SWAP_NOT_PROVEN, live + " has oid " + now + ", not " + incomingOid);
            }
        }
    }

    /** A connection that was lost may have been lost during the commit: the server knows how it ended, once it is back. */
    private void requireDoneNevertheless(long incomingOid, Fault lost) {
        if (lost.code() != ErrorCode.DATABASE_UNREACHABLE) {
            throw lost;
        }
        Instant deadline = Instant.now().plus(WAIT_FOR_SERVER);
        var done = isLive(incomingOid, lost);
        while (done.isEmpty() && Instant.now().isBefore(deadline)) {
            pause(lost);
            done = isLive(incomingOid, lost);
        }
        if (!done.orElseThrow(() -> new Fault(lost, ErrorCode.SWAP_UNKNOWN, live))) {
            throw lost;
        }
    }

    /** Empty while nobody answers. */
    private Optional<Boolean> isLive(long incomingOid, Fault lost) {
        try (var session = open()) {
            // The server may still be busy with the commit of the session that was lost.
            DiscardStaging.endSessions(session, job);
            return Optional.of(oid(session, live).equals(Optional.of(incomingOid)));
        } catch (Fault stillAway) {
            lost.addSuppressed(stillAway);
            return Optional.empty();
        }
    }

    private DatabaseMark mark(Session session) {
        return new DatabaseMark(session, settings.markKey());
    }

    private PostgresAddress maintenance() {
        return settings.address().in(settings.maintenanceDatabase());
    }

    private Session open() {
        return Session.open(maintenance(), RestoreNames.session(job), Work.UNWATCHED);
    }

    private void pause(Fault lost) {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(lost, ErrorCode.SWAP_UNKNOWN, live);
        }
    }

    private static Optional<Long> oid(Session session, String database) {
        return Optional.ofNullable(session.string(OID, database)).map(Long::valueOf);
    }
}
