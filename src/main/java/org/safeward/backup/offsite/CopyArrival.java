package org.safeward.backup.offsite;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.InstantSource;
import org.safeward.destinations.Destination;
import org.safeward.destinations.KnownDestination;
import org.safeward.destinations.KnownDestinations;

/** Notes that something went well in a destination: others that wait for it are tried at once. */
@Stateless
public class CopyArrival {
    @Inject
    private KnownDestinations known;

    @Inject
    private OwedCopies owed;

    @Inject
    private InstantSource clock;

    public void note(Destination destination) {
        boolean failed = known.get(destination).failedAt().isPresent();
        known.change(destination, (KnownDestination row) -> row.reached(clock.instant()));
        if (failed) {
            owed.wake(destination.name());
        }
    }

    /** Somebody has tried it, and wants what waits for it to be copied now: also what was stopped, and what would wait since it failed before. */
    public void tried(Destination destination) {
        known.change(destination, (KnownDestination row) -> row.reached(clock.instant()));
        owed.wake(destination.name());
    }
}
