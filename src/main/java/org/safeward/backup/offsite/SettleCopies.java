package org.safeward.backup.offsite;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.safeward.backup.copies.CopyFailed;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;

/** Looks after the copies that a job was at when it ended, whether that could still say so or not. */
@ApplicationScoped
class SettleCopies {
    private static final Logger LOG = System.getLogger(SettleCopies.class.getName());

    @Inject
    private BackupCopies copies;

    @Inject
    private CopyEnding ending;

    @Inject
    private Event<CopyFailed> failed;

    private final Map<String, Long> last = new ConcurrentHashMap<>();

    /** Those whose job is over wait again; somebody is told of failures that are news. */
    void run(Destination destination) {
        for (BackupCopy copy : copies.inState(destination.name(), CopyState.UPLOADING)) {
            if (ending.isOver(copy)) {
                last.put(destination.name(), copy.id());
                ending.end(copy.id(), destination).ifPresent(this::tell);
            }
        }
    }

    /** Those on their way to a destination that the settings do not name any more wait for it, or for somebody to say that it is gone. */
    void runFormer(Set<String> configured) {
        copies.inState(CopyState.UPLOADING).stream()
                .filter(copy -> !configured.contains(copy.destination()))
                .forEach(copy -> ending.interrupt(copy.id()));
    }

    private void tell(CopyFailed failure) {
        LOG.log(
                Level.WARNING,
                "backup {0} was not copied: {1}",
                failure.record().id(),
                failure.reason().getMessage());
        failed.fire(failure);
    }

    /** Whether that copy was the last one that failed on its way there. */
    boolean wasLast(Destination destination, long copy) {
        return Long.valueOf(copy).equals(last.get(destination.name()));
    }
}
