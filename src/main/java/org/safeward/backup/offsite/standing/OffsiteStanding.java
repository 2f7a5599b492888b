package org.safeward.backup.offsite.standing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestination;
import org.safeward.destinations.KnownDestinations;
import org.safeward.settings.Settings;

/** How it stands with a database's backups at each destination that they go to. */
@ApplicationScoped
public class OffsiteStanding {
    @Inject
    private Destinations destinations;

    @Inject
    private KnownDestinations known;

    @Inject
    private CopyCounts counts;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    /**
     * At one destination.
     *
     * @param known what is remembered of it; empty when nothing was done there yet
     * @param newest the newest backup that is good there
     * @param behindSince since when a good backup that is newer than that one should be there, too; empty when none is missing
     * @param late whether that is longer ago than the settings allow
     */
    public record Standing(
            Destination destination,
            Optional<KnownDestination> known,
            Optional<CopyCounts.There> newest,
            Optional<Instant> behindSince,
            boolean late) {}

    /** In the order of the settings; none when the backups of the database go to no destination. */
    public List<Standing> of(String database) {
        return destinations.of(database).stream()
                .map(destination -> at(destination, database))
                .toList();
    }

    public Standing at(Destination destination, String database) {
        Optional<KnownDestination> row = known.find(destination);
        Optional<CopyCounts.There> newest = counts.newest(destination.name(), database);
        Optional<Instant> behind = behindSince(destination, database, newest, row.map(KnownDestination::knownSince));
        return new Standing(destination, row, newest, behind, isLate(behind));
    }

    /** Nobody is behind with what he could not know of. */
    private Optional<Instant> behindSince(
            Destination destination, String database, Optional<CopyCounts.There> newest, Optional<Instant> knownSince) {
        Instant after = newest.map(there -> there.backup().completedAt()).orElse(Instant.EPOCH);
        return counts.missing(destination.name(), database, after)
                .map(BackupRecord::completedAt)
                .map(completed -> knownSince.filter(completed::isBefore).orElse(completed));
    }

    private boolean isLate(Optional<Instant> behindSince) {
        Duration limit = settings.health().offsiteWarnAfter();
        return behindSince
                .filter(since -> since.plus(limit).isBefore(clock.instant()))
                .isPresent();
    }
}
