package org.safeward.takeover;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.safeward.destinations.Destination;
import org.safeward.destinations.LyingCopies;
import org.safeward.destinations.LyingCopy;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.store.remote.StoredFile;

/** The backups of catalogs in a destination, whoever has put them there. */
@ApplicationScoped
public class LyingCatalogs {
    /** No more manifests are read than these, the newest by the place's clock. */
    private static final int MOST = 200;

    @Inject
    private LyingCopies copies;

    /** Newest first, by what they say; those that cannot be read last. */
    public List<LyingCopy> in(Destination destination) throws IOException {
        LyingCopies.Listing listing = copies.list(destination);
        List<StoredFile> manifests = listing.manifests().stream()
                .filter(file -> file.name().startsWith(CopyManifest.CATALOG + "-"))
                .limit(MOST)
                .toList();
        return copies.read(destination, manifests, listing).stream()
                .filter(copy -> copy.manifest().map(CopyManifest::isCatalog).orElse(true))
                .sorted(Comparator.comparing(LyingCatalogs::moment).reversed())
                .toList();
    }

    private static Instant moment(LyingCopy copy) {
        return copy.manifest().map(CopyManifest::createdAt).orElse(Instant.MIN);
    }
}
