package org.safeward.engine.postgresql;

import java.time.Duration;
import java.time.Instant;
import org.safeward.engine.Fence;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The commit that makes a restore live. When the connection is lost in it, the server is asked how the transaction ended, as
 * soon as it is back.
 */
final class LastCommit {
    private static final Duration WAIT_FOR_SERVER = Duration.ofSeconds(60);

    private final Session session;
    private final PostgresAddress address;
    private final String job;

    LastCommit(Session session, PostgresAddress address, String job) {
        this.session = session;
        this.address = address;
        this.job = job;
    }

    /** @throws Fault SWAP_UNKNOWN when the server does not come back; any other: nothing was committed */
    void commit(Fence fence) {
        String transaction = session.string("SELECT pg_catalog.pg_current_xact_id()");
        fence.pass();
        try {
            session.commit();
        } catch (Fault lost) {
            if (lost.code() != ErrorCode.DATABASE_UNREACHABLE) {
                throw lost;
            }
            requireCommitted(transaction, lost);
        }
    }

    private void requireCommitted(String transaction, Fault lost) {
        Instant deadline = Instant.now().plus(WAIT_FOR_SERVER);
        while (Instant.now().isBefore(deadline)) {
            switch (status(transaction, lost)) {
                case "committed" -> {
                    return;
                }
                case "aborted" -> throw lost;
                default -> pause(lost);
            }
        }
        throw new Fault(lost, ErrorCode.SWAP_UNKNOWN, address.database());
    }

    /** {@code in progress} while the server has not ended it, {@code away} while nobody answers. */
    private String status(String transaction, Fault lost) {
        try (var again = Session.open(address, RestoreNames.session(job), Work.UNWATCHED)) {
            String status = again.string("SELECT pg_catalog.pg_xact_status(?::pg_catalog.xid8)", transaction);
            return status == null ? "unknown" : status;
        } catch (Fault away) {
            lost.addSuppressed(away);
            return "away";
        }
    }

    private void pause(Fault lost) {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(lost, ErrorCode.SWAP_UNKNOWN, address.database());
        }
    }
}
