package org.safeward.backup.identities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.safeward.archive.age.Identity;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.settings.Settings;

/** The places whose content is encrypted, and how long ago somebody has shown that he can open each. */
@ApplicationScoped
public class EncryptedPlaces {
    /** Stands for the backup directory; no destination has such a name. */
    public static final String BACKUP_DIRECTORY = "backup-directory";

    @Inject
    private Settings settings;

    @Inject
    private Destinations destinations;

    @Inject
    private ShownIdentities shown;

    @Inject
    private InstantSource clock;

    /**
     * How it stands with one.
     *
     * @param shownAt when the identity of one of its recipients was last shown; empty for never
     * @param late whether that is too long ago
     */
    public record Standing(
            String place, List<ShownIdentities.Shown> recipients, Optional<Instant> shownAt, boolean late) {}

    /** The backup directory first. */
    public List<Standing> all() {
        List<Standing> all = new ArrayList<>();
        settings.files().recipients().ifPresent(own -> all.add(standing(BACKUP_DIRECTORY, own.publicKeys())));
        destinations.all().stream()
                .filter(destination -> destination.settings().encrypts())
                .forEach(destination -> all.add(of(destination)));
        return all;
    }

    public Standing of(Destination destination) {
        return standing(destination.name(), destination.settings().recipients());
    }

    /** Each once. */
    public Set<String> recipients() {
        Set<String> recipients = new LinkedHashSet<>();
        all().forEach(place -> place.recipients().forEach(one -> recipients.add(one.recipient())));
        return recipients;
    }

    /** Those that an identity is of. */
    public List<String> recipientsOf(Identity identity) {
        return recipients().stream().filter(identity::isOf).toList();
    }

    private Standing standing(String place, Collection<String> recipients) {
        List<ShownIdentities.Shown> all = shown.of(List.copyOf(recipients));
        Optional<Instant> last = newest(all.stream().map(one -> one.shownAt().orElse(null)));
        // Whoever has a new key is not asked for it at once.
        Optional<Instant> since =
                last.or(() -> newest(all.stream().map(one -> one.knownSince().orElse(null))));
        Instant now = clock.instant();
        boolean late = settings.files()
                .identityDays()
                .flatMap(days -> since.filter(moment -> moment.plus(days).isBefore(now)))
                .isPresent();
        return new Standing(place, all, last, late);
    }

    private static Optional<Instant> newest(Stream<Instant> moments) {
        return moments.filter(Objects::nonNull).max(Instant::compareTo);
    }
}
