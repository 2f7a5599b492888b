package org.safeward.engine.postgresql.connection;

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
public final class ProvenCommit {
    private static final Duration WAIT_FOR_SERVER = Duration.ofSeconds(60);

    private final OwnTransaction transaction;
    private final PostgresAddress address;
    private final String job;

    public ProvenCommit(OwnTransaction transaction, PostgresAddress address, String job) {
        this.transaction = transaction;
        this.address = address;
        this.job = job;
    }

    /** @throws Fault SWAP_UNKNOWN when the server does not come back, TRANSACTION_LOST; any other: nothing was committed */
    public void commit(Fence fence) {
        transaction.requireStillOurs();
        fence.pass();
        try {
            transaction.session().commit();
        } catch (Fault lost) {
            if (lost.code() != ErrorCode.DATABASE_UNREACHABLE) {
                throw lost;
            }
            requireCommitted(transaction.id(), lost);
        }
    }

    private void requireCommitted(String id, Fault lost) {
        Instant deadline = Instant.now().plus(WAIT_FOR_SERVER);
        while (Instant.now().isBefore(deadline)) {
            switch (status(id, lost)) {
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
    private String status(String id, Fault lost) {
        try (var again = Session.open(address, RestoreNames.session(job), Work.UNWATCHED)) {
            String status = again.string("SELECT pg_catalog.pg_xact_status(?::pg_catalog.xid8)", id);
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
