package org.safeward.backup.offsite.again;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.safeward.backup.copies.CopyFailed;
import org.safeward.backup.offsite.CopyProof;
import org.safeward.backup.offsite.LockCopy;
import org.safeward.catalog.BackupRecords;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.engine.WorkStopped;
import org.safeward.fault.Fault;
import org.safeward.rest.Faults;
import org.safeward.settings.Settings;

/** Reads copies in destinations again when they were read long ago. One that is not what it was is damaged, and made again from a good one. */
@ApplicationScoped
public class ReadCopiesAgain {
    private static final Logger LOG = System.getLogger(ReadCopiesAgain.class.getName());

    @Inject
    private Destinations destinations;

    @Inject
    private CopiesToRead copies;

    @Inject
    private LockCopy locks;

    @Inject
    private BackupRecords records;

    @Inject
    private Event<CopyFailed> damaged;

    @Inject
    private Settings settings;

    /**
     * All that is due and that the day's budget of its destination allows.
     *
     * @param between called after each piece; what it throws ends the reading
     */
    public void run(Duration age, Runnable between) {
        for (Destination destination : destinations.all()) {
            try {
                read(destination, age, between);
            } catch (WorkStopped e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                Fault fault = Faults.of(Faults.unwrapped(e));
                LOG.log(
                        Level.WARNING,
                        "copies in {0} could not be read again: {1}",
                        destination.name(),
                        fault.getMessage());
                copies.failed(destination, fault);
            }
        }
    }

    private void read(Destination destination, Duration age, Runnable between) throws IOException {
        for (BackupCopy copy : copies.due(destination, age)) {
            if (!copies.isAffordable(copy, destination, settings.scrub().destinationBudget())) {
                return;
            }
            CopyProof proof = new CopyProof(copy.fileSize(), copy.sha256().orElseThrow(), Optional.empty());
            if (proof.holds(destination.storeOf(copy), copy.name().orElseThrow(), bytes -> between.run())) {
                copies.good(copy, destination, locks.told(copy, destination));
            } else {
                copies.damaged(copy, destination);
                tell(copy, destination);
            }
        }
    }

    private void tell(BackupCopy copy, Destination destination) {
        Fault reason = CopiesToRead.changed(copy, destination);
        LOG.log(Level.WARNING, "the copy of backup {0} is damaged: {1}", copy.record(), reason.getMessage());
        records.find(copy.record()).ifPresent(record -> damaged.fire(new CopyFailed(record, reason)));
    }
}
