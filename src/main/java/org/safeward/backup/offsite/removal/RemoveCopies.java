package org.safeward.backup.offsite.removal;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.safeward.backup.offsite.ReplacedCopies;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.fault.Fault;
import org.safeward.jobs.MinutePassed;
import org.safeward.rest.Faults;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.Locking;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.SameFile;
import org.safeward.store.remote.WholeFile;

/** Removes copies of backups that are gone from their destinations, each minute, for as long as it takes. */
@ApplicationScoped
public class RemoveCopies {
    private static final Logger LOG = System.getLogger(RemoveCopies.class.getName());

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private Destinations destinations;

    @Inject
    private RemovedCopies removed;

    @Inject
    private ReplacedCopies replaced;

    @Inject
    private LeftBeside beside;

    @Inject
    private BackupCopies copies;

    @Inject
    private InstantSource clock;

    private final Set<String> working = ConcurrentHashMap.newKeySet();

    /** A destination that does not answer keeps no other one waiting. */
    void everyMinute(@Observes MinutePassed minute) {
        for (Destination destination : destinations.all()) {
            if (working.add(destination.name())) {
                executor.execute(() -> work(destination));
            }
        }
    }

    private void work(Destination destination) {
        try {
            run(destination);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "removing copies from " + destination.name() + " failed; it goes on in a minute", e);
        } finally {
            working.remove(destination.name());
        }
    }

    /** All that are due; the first failure is the last one for now. */
    public void run(Destination destination) {
        for (BackupCopy copy : removed.due(destination)) {
            try {
                Optional<FileLock> lock = remove(copy, destination);
                if (lock.isPresent()) {
                    LOG.log(Level.INFO, "the copy of backup {0} is locked in {1}", copy.record(), destination.name());
                    removed.locked(copy, destination, lock.get());
                    continue;
                }
            } catch (IOException | RuntimeException e) {
                Fault fault = Faults.of(e);
                LOG.log(Level.WARNING, "a copy of backup {0} was not removed: {1}", copy.record(), fault.getMessage());
                removed.kept(copy, destination, fault);
                return;
            }
            removed.gone(copy, destination);
        }
        tidy(destination);
    }

    /** What was made anew has left its former one, or half of itself. */
    private void tidy(Destination destination) {
        for (BackupCopy copy : beside.due(destination)) {
            Optional<String> name = beside.take(copy.id());
            try {
                if (name.isPresent()) {
                    removeBeside(name.get(), destination)
                            .ifPresentOrElse(
                                    lock -> beside.locked(copy.id(), lock), () -> beside.gone(copy.id(), name.get()));
                }
            } catch (IOException | RuntimeException e) {
                Fault fault = Faults.of(e);
                LOG.log(Level.WARNING, "beside a copy of backup {0}: {1}", copy.record(), fault.getMessage());
                removed.kept(copy, destination, fault);
                return;
            }
        }
    }

    /**
     * Another backup may have the very file.
     *
     * @return what keeps it there
     */
    private Optional<FileLock> removeBeside(String name, Destination destination) throws IOException {
        if (copies.named(name, destination.name()) > 0) {
            return Optional.empty();
        }
        Optional<FileLock> lock = destination.store().delete(CopyManifest.fileName(name));
        return lock.isPresent() ? lock : destination.store().delete(name);
    }

    /** @return what keeps it there; then its manifest is there still, too */
    private Optional<FileLock> remove(BackupCopy copy, Destination destination) throws IOException {
        String name = copy.name().orElseThrow();
        if (copy.otherName().isPresent()) {
            Optional<FileLock> lock = removeBeside(copy.otherName().get(), destination);
            if (lock.isPresent()) {
                return lock;
            }
        }
        if (copy.damagedAt().isPresent()) {
            // It may have been on its way under a new name: the damaged one lies there still.
            Optional<BackupRecord> record = removed.record(copy);
            if (record.isPresent()) {
                replaced.remove(name, record.get().database(), record.get().createdAt(), destination);
            }
        }
        if (copies.named(name, destination.name()) > 1) {
            // Another backup has the very file: it goes with the last one.
            return Optional.empty();
        }
        RemoteStore store = destination.storeOf(copy);
        if (copy.verifiedAt().isEmpty() && !isOurs(copy, name, store)) {
            return Optional.empty();
        }
        Optional<FileLock> lock = lock(copy, name, store);
        return lock.isPresent() ? lock : delete(copy, name, store);
    }

    /** Looked at before anything goes: a copy without its manifest would be none. */
    private Optional<FileLock> lock(BackupCopy copy, String name, RemoteStore store) throws IOException {
        Optional<Locking> locking = store.locking();
        if (locking.isEmpty()) {
            return Optional.empty();
        }
        FileLock lock = locking.get().look(name, copy.versionId());
        return lock.keeps(clock.instant()) ? Optional.of(lock) : Optional.empty();
    }

    private static Optional<FileLock> delete(BackupCopy copy, String name, RemoteStore store) throws IOException {
        String manifest = CopyManifest.fileName(name);
        RemoteStore besides = copy.manifestVersionId()
                .flatMap(version -> store.locking().map(locking -> locking.at(manifest, version)))
                .orElse(store);
        Optional<FileLock> lock = besides.delete(manifest);
        return lock.isPresent() ? lock : store.delete(name);
    }

    /** It was named before it was sent: another file may have had the name already. */
    private static boolean isOurs(BackupCopy copy, String name, RemoteStore store) throws IOException {
        WholeFile sent = new WholeFile(null, copy.fileSize(), copy.sha256().orElse(""));
        return store.find(name).isPresent() && SameFile.look(store, name, sent) == PutResult.PRESENT;
    }
}
