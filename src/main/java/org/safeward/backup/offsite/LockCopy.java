package org.safeward.backup.offsite;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.Destination;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.fault.Fault;
import org.safeward.settings.DestinationSettings;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.Locking;
import org.safeward.store.remote.WholeFile;

/**
 * Has a destination lock what was read back from there, where the settings want that, and learns what it locks by itself. What cannot be locked is as good as
 * before: the reason is a value.
 */
@ApplicationScoped
public class LockCopy {
    private static final Logger LOG = System.getLogger(LockCopy.class.getName());

    @Inject
    private InstantSource clock;

    /**
     * How a file stands in its place.
     *
     * @param version of the very content; empty where the place has no versions
     * @param lock as the place says it
     * @param failure why it is not locked as the settings want it
     */
    public record Locked(Optional<String> version, FileLock lock, Optional<Fault> failure) {
        private static final Locked NOT_KNOWN = new Locked(Optional.empty(), FileLock.NONE, Optional.empty());

        /** Of a copy together with its manifest: neither goes before both may. */
        void note(BackupCopy copy, Locked manifest) {
            boolean later = manifest.lock()
                    .until()
                    .filter(end -> lock.until().filter(end::isBefore).isEmpty())
                    .isPresent();
            copy.versions(version, manifest.version());
            copy.locked(later ? manifest.lock() : lock);
            failure.or(manifest::failure).ifPresent(copy::notLocked);
        }
    }

    /** The version that is this file; empty where the place has none. */
    public static Optional<String> version(String name, WholeFile file, Destination destination) throws IOException {
        Optional<Locking> locking = destination.store().locking();
        return locking.isEmpty() ? Optional.empty() : locking.get().version(name, file);
    }

    /**
     * @param version that was read back; empty where the place has none
     * @throws IOException when the thread is interrupted
     */
    public Locked run(String name, Optional<String> version, Destination destination) throws IOException {
        Optional<Locking> locking = destination.store().locking();
        if (locking.isEmpty()) {
            return Locked.NOT_KNOWN;
        }
        Optional<DestinationSettings.Lock> wanted = destination.settings().lock();
        try {
            FileLock lock = wanted.isPresent()
                    ? locking.get()
                            .lock(
                                    name,
                                    version,
                                    wanted.get().from(clock.instant()),
                                    wanted.get().mode())
                    : locking.get().look(name, version);
            return new Locked(version, lock, Optional.empty());
        } catch (Fault e) {
            LOG.log(Level.WARNING, "{0} is not locked, as far as is known: {1}", name, e.getMessage());
            return new Locked(
                    version,
                    look(name, version, locking.get()),
                    wanted.isPresent() ? Optional.of(e) : Optional.empty());
        }
    }

    /**
     * A copy that is known to be good, and its manifest.
     *
     * @return what its row has to be told
     */
    public Consumer<BackupCopy> again(BackupCopy copy, Destination destination) throws IOException {
        String name = copy.name().orElseThrow();
        Locked file = run(name, copy.versionId(), destination);
        Locked manifest = run(CopyManifest.fileName(name), copy.manifestVersionId(), destination);
        return row -> file.note(row, manifest);
    }

    /** What keeps a copy that was read from there just now: a rule of the bucket, or somebody, may have changed it. Nothing is locked for that. */
    public Consumer<BackupCopy> told(BackupCopy copy, Destination destination) throws IOException {
        Optional<Locking> locking = destination.store().locking();
        if (locking.isEmpty() || copy.lockFault().isPresent()) {
            return row -> {};
        }
        String name = copy.name().orElseThrow();
        String manifest = CopyManifest.fileName(name);
        Optional<String> version = copy.versionId();
        if (version.isEmpty()) {
            version = locking.get()
                    .version(
                            name,
                            new WholeFile(null, copy.fileSize(), copy.sha256().orElse("")));
        }
        Locked file = new Locked(version, look(name, version, locking.get()), Optional.empty());
        FileLock besides = look(manifest, copy.manifestVersionId(), locking.get());
        Locked own = new Locked(copy.manifestVersionId(), besides, Optional.empty());
        return row -> file.note(row, own);
    }

    /** By a rule of the bucket it may be locked nevertheless. */
    private static FileLock look(String name, Optional<String> version, Locking locking) throws IOException {
        try {
            return locking.look(name, version);
        } catch (Fault e) {
            LOG.log(Level.DEBUG, "nobody knows what keeps " + name, e);
            return FileLock.NONE;
        }
    }
}
