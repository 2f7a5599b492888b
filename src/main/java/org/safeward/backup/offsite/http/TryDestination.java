package org.safeward.backup.offsite.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.backup.offsite.CopyArrival;
import org.safeward.backup.offsite.DestinationTried;
import org.safeward.backup.offsite.lock.LockStanding;
import org.safeward.backup.offsite.standing.SecondDirectory;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestinations;
import org.safeward.destinations.reach.TryPlace;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FileLock;

/** Tries a destination when somebody asks for it, and remembers how it went. */
@ApplicationScoped
class TryDestination {
    private static final String GONE = "DESTINATION_TRIED";
    private static final String KEPT = "DESTINATION_TRIED_LOCKED";

    @Inject
    private Destinations destinations;

    @Inject
    private KnownDestinations known;

    @Inject
    private CopyArrival arrival;

    @Inject
    private Event<DestinationTried> event;

    @Inject
    private SecondDirectory second;

    @Inject
    private ShowDestinations show;

    @Inject
    private TryPlace trial;

    @Inject
    private LockStanding locks;

    @Inject
    private InstantSource clock;

    /** @throws Fault UNKNOWN_DESTINATION */
    void require(String name) {
        if (!show.isSecond(name)) {
            destinations.get(name);
        }
    }

    /**
     * @return the key of what to tell of it
     * @throws Fault UNKNOWN_DESTINATION, or what is wrong: DESTINATION_*, and for the second directory STORE_*
     */
    String run(String name) {
        show.forget(name);
        if (show.isSecond(name)) {
            show.requireSecond();
            second.prepare();
            trial.run(name, second.place().orElseThrow());
            return GONE;
        }
        return run(destinations.get(name)).isPresent() ? KEPT : GONE;
    }

    /** @return the lock that keeps the small file there */
    private Optional<FileLock> run(Destination destination) {
        TryPlace.Tried tried;
        try {
            tried = trial.run(
                    destination.name(),
                    destination.settings().place(),
                    destination.settings().lock().isPresent());
        } catch (Fault e) {
            known.change(destination, row -> row.failed(e, clock.instant()));
            throw e;
        }
        locks.tried(destination, tried);
        arrival.tried(destination);
        event.fire(new DestinationTried(destination.name()));
        return tried.kept();
    }
}
