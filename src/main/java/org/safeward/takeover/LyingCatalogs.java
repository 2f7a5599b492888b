package org.safeward.takeover;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.safeward.destinations.Destination;
import org.safeward.destinations.LyingCopies;
import org.safeward.destinations.LyingCopy;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.store.remote.StoredFile;

/** The backups of catalogs in a destination, whoever has put them there. */
@ApplicationScoped
public class LyingCatalogs {
    /** No more manifests are shown than these, the newest by the place's clock. */
    private static final int MOST = 200;

    /** One of ours has a thousand. */
    private static final long MOST_BYTES = 64 << 10;

    private static final int UP_TO_SECOND = (CopyManifest.CATALOG + "-20260101T000000Z").length();

    @Inject
    private LyingCopies copies;

    /** Newest first, by what they say; those that cannot be read last. */
    public List<LyingCopy> in(Destination destination) throws IOException {
        LyingCopies.Listing listing = copies.list(destination);
        List<StoredFile> manifests = manifests(listing).limit(MOST).toList();
        return copies.read(destination, manifests, listing).stream()
                .filter(copy -> copy.manifest().map(CopyManifest::isCatalog).orElse(true))
                .sorted(Comparator.comparing(LyingCatalogs::moment).reversed())
                .toList();
    }

    /**
     * The newest that is wanted and lies there, by the time in its name, which its signature holds. However many others somebody has put there: who can only
     * add files must not be able to hide a newer catalog and have an older one taken.
     *
     * @param name of the one that is asked for; empty for any
     * @param wanted takes none that is not signed
     */
    Optional<LyingCopy> newest(Destination destination, Optional<String> name, Predicate<LyingCopy> wanted)
            throws IOException {
        LyingCopies.Listing listing = copies.list(destination);
        List<StoredFile> manifests = manifests(listing)
                .filter(file -> name.isEmpty() || name.equals(CopyManifest.copyOf(file.name())))
                .sorted(Comparator.comparing(StoredFile::name).reversed())
                .toList();
        Optional<LyingCopy> newest = Optional.empty();
        for (StoredFile manifest : manifests) {
            if (newest.filter(found -> !second(found.file()).equals(second(manifest)))
                    .isPresent()) {
                return newest;
            }
            LyingCopy copy =
                    copies.read(destination, List.of(manifest), listing).get(0);
            boolean newer =
                    newest.filter(found -> moment(found).isAfter(moment(copy))).isEmpty();
            if (newer && copy.lies() && wanted.test(copy)) {
                newest = Optional.of(copy);
            }
        }
        return newest;
    }

    /** Several may be made in one second, in whose names the rest is chance. */
    private static String second(StoredFile manifest) {
        String name = manifest.name();
        return name.substring(0, Math.min(name.length(), UP_TO_SECOND));
    }

    private static Stream<StoredFile> manifests(LyingCopies.Listing listing) {
        return listing.manifests().stream()
                .filter(file -> file.name().startsWith(CopyManifest.CATALOG + "-"))
                .filter(file -> file.size() <= MOST_BYTES);
    }

    private static Instant moment(LyingCopy copy) {
        return copy.manifest().map(CopyManifest::createdAt).orElse(Instant.MIN);
    }
}
