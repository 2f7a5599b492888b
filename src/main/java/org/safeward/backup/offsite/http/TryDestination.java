package org.safeward.backup.offsite.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import org.safeward.backup.offsite.standing.SecondDirectory;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestinations;
import org.safeward.destinations.reach.TryPlace;
import org.safeward.fault.Fault;

/** Tries a destination when somebody asks for it, and remembers how it went. */
@ApplicationScoped
class TryDestination {
    @Inject
    private Destinations destinations;

    @Inject
    private KnownDestinations known;

    @Inject
    private SecondDirectory second;

    @Inject
    private ShowDestinations show;

    @Inject
    private TryPlace trial;

    @Inject
    private InstantSource clock;

    /** @throws Fault UNKNOWN_DESTINATION */
    void require(String name) {
        if (!show.isSecond(name)) {
            destinations.get(name);
        }
    }

    /** @throws Fault UNKNOWN_DESTINATION, or what is wrong: DESTINATION_*, and for the second directory STORE_* */
    void run(String name) {
        show.forget(name);
        if (show.isSecond(name)) {
            show.requireSecond();
            second.prepare();
            trial.run(name, second.place().orElseThrow());
        } else {
            run(destinations.get(name));
        }
    }

    private void run(Destination destination) {
        try {
            trial.run(destination.name(), destination.settings().place());
        } catch (Fault e) {
            known.change(destination, row -> row.failed(e, clock.instant()));
            throw e;
        }
        known.change(destination, row -> row.reached(clock.instant()));
    }
}
