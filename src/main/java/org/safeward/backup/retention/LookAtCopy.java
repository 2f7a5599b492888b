package org.safeward.backup.retention;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.rest.Faults;

/** Asks a destination for a copy, before the same backup goes from another place: it is to answer, and to have a file of that size under that name. */
@ApplicationScoped
public class LookAtCopy {
    private static final Logger LOG = System.getLogger(LookAtCopy.class.getName());

    @Inject
    private Destinations destinations;

    @Inject
    private KnownDestinations known;

    @Inject
    private BackupCopies copies;

    @Inject
    private InstantSource clock;

    /** What it finds otherwise is noted; then it was in vain for now. */
    public boolean lies(long record, String place) {
        Optional<BackupCopy> good = copies.ofRecord(record).stream()
                .filter(copy -> copy.destination().equals(place) && copy.state() == CopyState.GOOD)
                .findFirst();
        return good.isPresent() && lies(good.get(), destinations.get(place));
    }

    private boolean lies(BackupCopy copy, Destination destination) {
        String name = copy.name().orElseThrow();
        Instant now = clock.instant();
        try {
            boolean lies = destination
                    .storeOf(copy)
                    .find(name)
                    .filter(file -> file.size() == copy.fileSize())
                    .isPresent();
            if (!lies) {
                Fault gone = new Fault(ErrorCode.COPY_CHANGED, destination.name(), name);
                LOG.log(Level.WARNING, "backup {0}: {1}", copy.record(), gone.getMessage());
                copies.change(copy.id(), row -> row.foundDamaged(gone, now));
            }
            return lies;
        } catch (IOException | Fault e) {
            Fault fault = Faults.of(e);
            LOG.log(Level.WARNING, "nothing expires for a copy at {0}: {1}", destination.name(), fault.getMessage());
            known.change(destination, row -> row.failed(fault, now));
            return false;
        }
    }
}
