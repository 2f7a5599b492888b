package org.safeward.backup.offsite;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.Destination;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.engine.InterruptedByStop;
import org.safeward.jobs.LiveJob;
import org.safeward.store.remote.Leftover;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.SameFile;
import org.safeward.store.remote.WholeFile;

/** What earlier attempts at a copy have left in a destination: their jobs are over, and one copy at a time goes there, so that nobody works on it. */
@ApplicationScoped
class FormerAttempts {
    private static final Logger LOG = System.getLogger(FormerAttempts.class.getName());

    /** Another installation that writes there is not through with it for so long. */
    private static final Duration LONGEST = Duration.ofDays(7);

    /** The place's clock may differ. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    @Inject
    private InstantSource clock;

    void tidy(BackupCopy copy, Destination destination, boolean encrypts, LiveJob job) throws IOException {
        InterruptedByStop.call(job, () -> {
            discardHalves(copy, destination.store());
            // One that is damaged goes when another one has taken its place.
            if (encrypts && !copy.isNamedAsDamaged()) {
                removeOtherwiseEncrypted(copy, destination.store());
            }
            return null;
        });
    }

    /** What was begun since this copy is wanted, if it was tried before; and of others, what is old. */
    private void discardHalves(BackupCopy copy, RemoteStore store) throws IOException {
        Instant old = clock.instant().minus(LONGEST);
        Instant ours = copy.name().isPresent() ? copy.createdAt().minus(CLOCKS) : Instant.MAX;
        for (Leftover left : store.leftovers()) {
            if (left.since().isBefore(old) || !left.since().isBefore(ours)) {
                LOG.log(Level.INFO, "what was left in {0} is removed: {1}", store.address(), left.id());
                store.discard(left);
            }
        }
    }

    /** It lies there whole, and nobody has the key that it could be read back with. Encrypted again, the same backup is another file. */
    private void removeOtherwiseEncrypted(BackupCopy copy, RemoteStore store) throws IOException {
        if (copy.name().isEmpty() || store.find(copy.name().get()).isEmpty()) {
            return;
        }
        String name = copy.name().get();
        WholeFile former = new WholeFile(null, copy.fileSize(), copy.sha256().orElseThrow());
        if (SameFile.look(store, name, former) == PutResult.PRESENT) {
            store.delete(CopyManifest.fileName(name));
            store.delete(name)
                    .ifPresent(lock -> LOG.log(
                            Level.WARNING,
                            "{0} has locked what an earlier attempt sent, and nobody can read it: {1}",
                            store.address(),
                            name));
        }
    }
}
