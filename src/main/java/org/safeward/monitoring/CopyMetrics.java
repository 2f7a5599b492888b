package org.safeward.monitoring;

import io.prometheus.metrics.model.snapshots.Labels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.safeward.backup.offsite.lock.LockStanding;
import org.safeward.backup.offsite.standing.OffsiteStanding;
import org.safeward.destinations.CatalogCopies;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestinations;

/** What Prometheus is told of the places beyond this machine: all of it stands in the catalog. */
@ApplicationScoped
class CopyMetrics {
    @Inject
    private Destinations destinations;

    @Inject
    private KnownDestinations known;

    @Inject
    private OffsiteStanding standing;

    @Inject
    private LockStanding locks;

    @Inject
    private CatalogCopies catalogs;

    void read(MetricValues readings, Instant now) {
        for (Destination destination : destinations.all()) {
            boolean failing =
                    known.find(destination).flatMap(row -> row.failedAt()).isPresent();
            Labels labels = Labels.of("destination", destination.name());
            readings.gauge(Gauge.DESTINATION_FAILING, labels, failing);
            if (destination.settings().lock().isPresent()) {
                readings.gauge(
                        Gauge.DESTINATION_UNLOCKED_COPIES,
                        labels,
                        locks.of(destination).unlocked());
            }
            catalogs.standing(destination).ifPresent(catalog -> read(readings, labels, catalog, now));
        }
    }

    private static void read(MetricValues readings, Labels labels, CatalogCopies.Standing catalog, Instant now) {
        readings.gauge(
                Gauge.CATALOG_BACKUP_FAILING,
                labels,
                catalog.late() || catalog.fault().isPresent());
        catalog.madeAt()
                .ifPresent(
                        made -> readings.gauge(Gauge.CATALOG_BACKUP_AGE_SECONDS, labels, Duration.between(made, now)));
    }

    void read(MetricValues readings, String database, Instant now) {
        for (OffsiteStanding.Standing there : standing.of(database)) {
            Labels labels = Labels.of(
                    "database", database, "destination", there.destination().name());
            there.newest()
                    .ifPresent(newest -> readings.gauge(
                            Gauge.COPY_AGE_SECONDS,
                            labels,
                            Duration.between(newest.backup().completedAt(), now)));
        }
    }
}
