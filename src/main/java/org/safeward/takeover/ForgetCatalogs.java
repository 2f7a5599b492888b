package org.safeward.takeover;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import org.safeward.destinations.Destination;
import org.safeward.destinations.LyingCopy;

/** Removes the oldest backups of the catalog that we have made: thirty stay in each destination. What others have put there stays. */
@ApplicationScoped
public class ForgetCatalogs {
    static final int KEPT = 30;

    @Inject
    private LyingCatalogs lying;

    public void old(Destination destination) throws IOException {
        List<LyingCopy> ours =
                lying.in(destination).stream().filter(LyingCopy::isOurs).toList();
        for (LyingCopy copy : ours.subList(Math.min(KEPT, ours.size()), ours.size())) {
            // The manifest first: without it, there is no copy.
            destination.store().delete(copy.file().name());
            destination.store().delete(copy.name());
        }
    }
}
