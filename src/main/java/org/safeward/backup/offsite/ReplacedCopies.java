package org.safeward.backup.offsite;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.Destination;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.destinations.manifest.SignedManifest;
import org.safeward.destinations.manifest.Trust;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.StoredFile;

/** Removes the damaged copies of a backup from a destination, when a good one lies beside them or the backup goes: known by manifests that we have signed. What is the copy of any backup stays. */
@ApplicationScoped
public class ReplacedCopies {
    private static final Logger LOG = System.getLogger(ReplacedCopies.class.getName());

    @Inject
    private InstallationKeys keys;

    @Inject
    private BackupCopies copies;

    /**
     * @param name of the one that stays, or that somebody else removes
     * @param createdAt when the backup was made
     * @throws org.safeward.fault.Fault with a code DESTINATION_*
     */
    public void remove(String name, String database, Instant createdAt, Destination destination) throws IOException {
        Set<PublicKeyText> ours = keys.trusted();
        for (StoredFile there : manifestsOf(database, destination)) {
            String other = CopyManifest.copyOf(there.name()).orElse(name);
            boolean same = !other.equals(name)
                    && copies.named(other, destination.name()) == 0
                    && read(there.name(), destination, ours)
                            .filter(manifest -> isOf(manifest, database, createdAt))
                            .isPresent();
            if (same) {
                LOG.log(Level.INFO, "a damaged copy is removed from {0}: {1}", destination.name(), other);
                Optional<FileLock> lock = destination.store().delete(other);
                if (lock.isPresent()) {
                    LOG.log(
                            Level.WARNING,
                            "a damaged copy stays in {0}, which has locked it: {1}",
                            destination.name(),
                            other);
                    continue;
                }
                destination.store().delete(there.name());
            }
        }
    }

    /** However many files others have put there, only those are read that can be ours. */
    private static List<StoredFile> manifestsOf(String database, Destination destination) throws IOException {
        return destination.store().list().stream()
                .filter(file -> file.name().startsWith(database + "-") && file.size() <= SignedManifest.MOST_BYTES)
                .toList();
    }

    private static boolean isOf(CopyManifest manifest, String database, Instant createdAt) {
        return manifest.database().equals(database) && manifest.createdAt().equals(createdAt);
    }

    private static Optional<CopyManifest> read(String name, Destination destination, Set<PublicKeyText> ours)
            throws IOException {
        try {
            return ManifestOfCopy.read(destination, name)
                    .map(content -> SignedManifest.read(content, name))
                    .filter(signed -> signed.trust(ours) == Trust.SIGNED_BY_US)
                    .map(SignedManifest::manifest);
        } catch (Fault e) {
            if (e.code().name().startsWith("COPY_MANIFEST_")) {
                // Somebody else's, or spoilt: nothing of it is ours to remove.
                LOG.log(Level.DEBUG, "the manifest " + name + " says nothing", e);
                return Optional.empty();
            }
            throw e;
        }
    }
}
