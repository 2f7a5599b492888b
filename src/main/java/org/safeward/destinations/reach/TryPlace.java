package org.safeward.destinations.reach;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.Locking;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.StorePlace;

/**
 * Tries a place as a backup would use it: a small file is put there, found, read back and removed, over a connection of its own, so that
 * nothing that was agreed on earlier hides what would be refused today.
 */
@ApplicationScoped
public class TryPlace {
    private static final Logger LOG = System.getLogger(TryPlace.class.getName());

    /** Somebody waits for the answer: less patience than with a backup. */
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(10), Duration.ofSeconds(20), 2, Duration.ofSeconds(1));

    private static final Duration MOST = Duration.ofSeconds(60);

    private final Questions<Tried> questions = new Questions<>("safeward-trial");
    private final Duration most;

    public TryPlace() {
        this(MOST);
    }

    TryPlace(Duration most) {
        this.most = most;
    }

    /**
     * All went well.
     *
     * @param kept the lock that keeps the small file there; empty when it is gone
     * @param unlocked why nothing there can be locked, if that was asked
     */
    public record Tried(Optional<FileLock> kept, Optional<Fault> unlocked) {}

    /** Without a question about locks. */
    public Tried run(String name, StorePlace place) {
        return run(name, place, false);
    }

    /**
     * Returns when all went well.
     *
     * @param name by which the place is known: one trial of it goes on at a time, and all who want one share its end
     * @param locks whether copies there shall be locked
     * @throws Fault DESTINATION_*, that says what is wrong; DESTINATION_UNREACHABLE too when a minute did not do
     */
    public Tried run(String name, StorePlace place, boolean locks) {
        FutureTask<Tried> trial = questions.ask(name, () -> check(place, locks));
        try {
            return trial.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw fault(place, e.getCause());
        } catch (TimeoutException | CancellationException e) {
            trial.cancel(true);
            throw new Fault(
                    e,
                    ErrorCode.DESTINATION_UNREACHABLE,
                    place.address(),
                    "no answer within " + most.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(e, ErrorCode.DESTINATION_UNREACHABLE, place.address(), "the server stops");
        }
    }

    private static Tried check(StorePlace place, boolean locks) throws IOException {
        try (RemoteStore store = place.open(LIMITS)) {
            Optional<FileLock> kept = store.check();
            return new Tried(kept, locks ? unlocked(store) : Optional.empty());
        }
    }

    private static Optional<Fault> unlocked(RemoteStore store) throws IOException {
        try {
            Optional<Locking> locking = store.locking();
            if (locking.isPresent()) {
                locking.get().requireLocks();
            }
            return Optional.empty();
        } catch (Fault e) {
            if (e.code() != ErrorCode.DESTINATION_UNLOCKED) {
                throw e;
            }
            return Optional.of(e);
        }
    }

    private static Fault fault(StorePlace place, Throwable reason) {
        if (reason instanceof Fault fault) {
            return fault;
        }
        LOG.log(Level.WARNING, "the trial of " + place.address() + " failed", reason);
        return new Fault(reason, ErrorCode.DESTINATION_FAILED, place.address(), String.valueOf(reason.getMessage()));
    }
}
