package org.safeward.takeover;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.safeward.destinations.Destination;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.LyingCopy;
import org.safeward.destinations.manifest.PublicKeyText;

/** Removes the oldest backups of the catalog that we have made: thirty stay in each destination. What others have put there stays, those of trusted installations too: they may live. */
@ApplicationScoped
public class ForgetCatalogs {
    static final int KEPT = 30;

    @Inject
    private LyingCatalogs lying;

    @Inject
    private InstallationKeys keys;

    public void old(Destination destination) throws IOException {
        Optional<PublicKeyText> own = Optional.of(keys.own().publicKey());
        List<LyingCopy> ours = lying.in(destination).stream()
                .filter(copy -> copy.isOurs() && copy.installation().equals(own))
                .toList();
        for (LyingCopy copy : ours.subList(Math.min(KEPT, ours.size()), ours.size())) {
            // The manifest first: without it, there is no copy.
            // One that is locked stays until its lock ends.
            if (destination.store().delete(copy.file().name()).isEmpty()) {
                destination.store().delete(copy.name());
            }
        }
    }
}
