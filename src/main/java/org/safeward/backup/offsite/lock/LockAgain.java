package org.safeward.backup.offsite.lock;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.safeward.backup.offsite.LockCopy;
import org.safeward.backup.offsite.RetryPause;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.fault.Fault;
import org.safeward.jobs.MinutePassed;
import org.safeward.rest.Faults;

/** Looks each minute for copies that shall be locked and are not; where some fail again, all of their destination wait, up to six hours. */
@ApplicationScoped
public class LockAgain {
    private static final Logger LOG = System.getLogger(LockAgain.class.getName());

    /** One may fail for a reason of its own, as when it is gone; so many do for one that is the place's. */
    private static final int MOST_FAILURES = 10;

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private Destinations destinations;

    @Inject
    private BackupCopies copies;

    @Inject
    private LockCopy locking;

    @Inject
    private LockStanding standing;

    @Inject
    private InstantSource clock;

    private final Set<String> working = ConcurrentHashMap.newKeySet();
    private final Map<String, Pause> pauses = new ConcurrentHashMap<>();

    private record Pause(Instant since, Instant end) {}

    void everyMinute(@Observes MinutePassed minute) {
        for (Destination destination : destinations.all()) {
            if (working.add(destination.name())) {
                executor.execute(() -> work(destination));
            }
        }
    }

    private void work(Destination destination) {
        try {
            standing.ask(destination);
            run(destination);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "locking copies in " + destination.name() + " failed; it goes on in a minute", e);
        } finally {
            working.remove(destination.name());
        }
    }

    void run(Destination destination) {
        Instant now = clock.instant();
        List<BackupCopy> unlocked = copies.unlocked(destination.name());
        Pause pause = pauses.get(destination.name());
        boolean waits = pause != null && !RetryPause.isOver(pause.end(), now);
        if (unlocked.isEmpty() || waits) {
            return;
        }
        if (destination.settings().lock().isEmpty()) {
            unlocked.forEach(copy -> copies.change(copy.id(), BackupCopy::needsNoLock));
            return;
        }
        int failures = 0;
        for (BackupCopy copy : unlocked) {
            failures += lock(copy, destination).isPresent() ? 1 : 0;
            if (failures == MOST_FAILURES) {
                break;
            }
        }
        if (failures > 0) {
            Instant since = pause == null ? now : pause.since();
            pauses.put(destination.name(), new Pause(since, now.plus(RetryPause.since(since, now))));
        } else {
            pauses.remove(destination.name());
        }
    }

    private Optional<Fault> lock(BackupCopy copy, Destination destination) {
        try {
            var change = locking.again(copy, destination);
            return copies.change(copy.id(), row -> {
                        if (row.state() == CopyState.GOOD && row.name().equals(copy.name())) {
                            change.accept(row);
                        }
                    })
                    .flatMap(BackupCopy::lockFault);
        } catch (IOException e) {
            Fault fault = Faults.of(e);
            LOG.log(Level.INFO, "the lock of the copy of backup {0} waits: {1}", copy.record(), fault.getMessage());
            return Optional.of(fault);
        }
    }
}
