package org.safeward.destinations;

import java.util.Optional;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.destinations.manifest.SignedManifest;
import org.safeward.destinations.manifest.Trust;
import org.safeward.fault.Fault;
import org.safeward.store.remote.StoredFile;

/**
 * A copy in a destination as its manifest tells of it.
 *
 * @param file the manifest's
 * @param manifest empty when it cannot be read
 * @param trust who vouches for it; empty when it cannot be read
 * @param installation whose key it names; empty when it names none
 * @param lies whether a file of its name and size lies beside it
 * @param unreadable why it cannot be read; null when it can
 */
public record LyingCopy(
        StoredFile file,
        Optional<CopyManifest> manifest,
        Optional<Trust> trust,
        Optional<PublicKeyText> installation,
        boolean lies,
        Fault unreadable) {

    static LyingCopy read(StoredFile file, SignedManifest signed, Trust trust, boolean lies) {
        return new LyingCopy(
                file, Optional.of(signed.manifest()), Optional.of(trust), signed.installation(), lies, null);
    }

    static LyingCopy unreadable(StoredFile file, Fault reason) {
        return new LyingCopy(file, Optional.empty(), Optional.empty(), Optional.empty(), false, reason);
    }

    public String name() {
        return CopyManifest.copyOf(file.name()).orElseThrow();
    }

    public boolean isOurs() {
        return trust.filter(Trust.SIGNED_BY_US::equals).isPresent();
    }
}
