package org.safeward.backup.offsite.lock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.Destination;
import org.safeward.destinations.reach.TryPlace;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.DestinationSettings;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.Locking;

/** Whether a destination locks copies as the settings want it: asked of it after the start, and by each trial. */
@ApplicationScoped
public class LockStanding {
    private static final Logger LOG = System.getLogger(LockStanding.class.getName());

    private static final Duration WORTH = Duration.ofHours(1);

    @Inject
    private BackupCopies copies;

    @Inject
    private InstantSource clock;

    private final Map<String, Answer> said = new ConcurrentHashMap<>();
    private final Map<String, FileLock> kept = new ConcurrentHashMap<>();

    /**
     * What is known of one destination.
     *
     * @param wanted empty where nothing shall be locked
     * @param fault why nothing is, or not all
     * @param unlocked how many good copies shall be locked and are not
     * @param trial the lock that keeps the small file of the last trial there
     */
    public record Standing(
            Optional<DestinationSettings.Lock> wanted, Optional<Fault> fault, int unlocked, Optional<FileLock> trial) {
        public static final Standing NONE = new Standing(Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    /** Somebody may enable it meanwhile: a no is worth an hour, a yes is for good. */
    private record Answer(Optional<Fault> fault, Instant at) {
        boolean holds(Instant now) {
            return fault.isEmpty() || at.plus(WORTH).isAfter(now) && !at.isAfter(now);
        }
    }

    public Standing of(Destination destination) {
        String name = destination.name();
        Optional<DestinationSettings.Lock> wanted = destination.settings().lock();
        Optional<FileLock> trial = Optional.ofNullable(kept.get(name));
        if (wanted.isEmpty()) {
            return new Standing(wanted, Optional.empty(), 0, trial);
        }
        var unlocked = copies.unlocked(name);
        Optional<Fault> fault = Optional.ofNullable(said.get(name))
                .flatMap(Answer::fault)
                .or(() -> unlocked.stream().findFirst().flatMap(BackupCopy::lockFault));
        return new Standing(wanted, fault, unlocked.size(), trial);
    }

    /** A trial has come to an end there. */
    public void tried(Destination destination, TryPlace.Tried tried) {
        if (destination.settings().lock().isPresent()) {
            said.put(destination.name(), new Answer(tried.unlocked(), clock.instant()));
        }
        tried.kept().ifPresentOrElse(lock -> kept.put(destination.name(), lock), () -> kept.remove(destination.name()));
    }

    /** Where it is not known, or was otherwise an hour ago. */
    void ask(Destination destination) {
        Instant now = clock.instant();
        Answer known = said.get(destination.name());
        if (destination.settings().lock().isEmpty() || known != null && known.holds(now)) {
            return;
        }
        try {
            Optional<Locking> locking = destination.store().locking();
            if (locking.isPresent()) {
                locking.get().requireLocks();
            }
            said.put(destination.name(), new Answer(Optional.empty(), now));
        } catch (Fault e) {
            if (e.code() == ErrorCode.DESTINATION_UNLOCKED) {
                said.put(destination.name(), new Answer(Optional.of(e), now));
                LOG.log(Level.WARNING, "copies in {0} shall be locked: {1}", destination.name(), e.getMessage());
            } else {
                LOG.log(Level.DEBUG, "whether " + destination.name() + " has locks is asked again in a minute", e);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "whether " + destination.name() + " has locks is asked again in a minute", e);
        }
    }
}
