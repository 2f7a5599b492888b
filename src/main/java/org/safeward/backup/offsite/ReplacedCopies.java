package org.safeward.backup.offsite;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.safeward.destinations.Destination;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.destinations.manifest.SignedManifest;
import org.safeward.destinations.manifest.Trust;
import org.safeward.fault.Fault;
import org.safeward.store.remote.StoredFile;

/** Removes the damaged copies of a backup from a destination when a good one lies beside them: known by manifests that we have signed. */
@ApplicationScoped
class ReplacedCopies {
    private static final Logger LOG = System.getLogger(ReplacedCopies.class.getName());

    @Inject
    private InstallationKeys keys;

    /** @param good the name of the one that was read back, and has its manifest */
    Void remove(String good, Destination destination) throws IOException {
        Set<PublicKeyText> ours = keys.trusted();
        Optional<CopyManifest> known = read(CopyManifest.fileName(good), destination, ours);
        if (known.isEmpty()) {
            // Somebody has removed or changed it just now: then nothing is known to be in the damaged one's place.
            return null;
        }
        CopyManifest wanted = known.get();
        for (StoredFile there : manifestsOf(wanted.database(), destination)) {
            String name = CopyManifest.copyOf(there.name()).orElse(good);
            boolean same = !name.equals(good)
                    && read(there.name(), destination, ours)
                            .filter(other -> isOfSameBackup(other, wanted))
                            .isPresent();
            if (same) {
                LOG.log(
                        Level.INFO,
                        "a damaged copy has been replaced and is removed from {0}: {1}",
                        destination.name(),
                        name);
                destination.store().delete(there.name());
                destination.store().delete(name);
            }
        }
        return null;
    }

    /** However many files others have put there, only those are read that can be ours. */
    private static List<StoredFile> manifestsOf(String database, Destination destination) throws IOException {
        return destination.store().list().stream()
                .filter(file -> file.name().startsWith(database + "-") && file.size() <= SignedManifest.MOST_BYTES)
                .toList();
    }

    private static boolean isOfSameBackup(CopyManifest one, CopyManifest other) {
        return one.database().equals(other.database()) && one.createdAt().equals(other.createdAt());
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
