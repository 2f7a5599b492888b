package org.safeward.destinations.reach;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.Limits;
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

    private final Questions<Void> questions = new Questions<>("safeward-trial");
    private final Duration most;

    public TryPlace() {
        this(MOST);
    }

    TryPlace(Duration most) {
        this.most = most;
    }

    /**
     * Returns when all went well.
     *
     * @param name by which the place is known: one trial of it goes on at a time, and all who want one share its end
     * @throws Fault DESTINATION_*, that says what is wrong; DESTINATION_UNREACHABLE too when a minute did not do
     */
    public void run(String name, StorePlace place) {
        FutureTask<Void> trial = questions.ask(name, () -> {
            check(place);
            return null;
        });
        try {
            trial.get(most.toMillis(), TimeUnit.MILLISECONDS);
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

    private static void check(StorePlace place) throws IOException {
        try (RemoteStore store = place.open(LIMITS)) {
            store.check();
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
