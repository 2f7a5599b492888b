package org.safeward.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.safeward.backup.offsite.standing.OffsiteStanding;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.backup.stores.StoreReach;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.drill.Proofs;
import org.safeward.jobs.record.Jobs;
import org.safeward.settings.Settings;
import org.safeward.startup.Readiness;

/** Looks whether the next backup could be made, and whether the last one is recent enough and was proven to come back. */
@ApplicationScoped
class CheckHealth {
    private static final Logger LOG = System.getLogger(CheckHealth.class.getName());

    /** Room for a small backup, where none tells how large they are. */
    private static final long LEAST_ROOM = 16L << 20;

    @Inject
    private Readiness readiness;

    @Inject
    private Jobs jobs;

    @Inject
    private BackupRecords records;

    @Inject
    private Proofs proofs;

    @Inject
    private BackupPlaces places;

    @Inject
    private BackupStores stores;

    @Inject
    private StoreReach reach;

    @Inject
    private Databases databases;

    @Inject
    private Settings settings;

    @Inject
    private OffsiteStanding offsite;

    @Inject
    private InstantSource clock;

    /** Whether the start is over, went well, and the catalog can be reached. */
    boolean isStarted() {
        if (!readiness.isReady()) {
            return false;
        }
        try {
            jobs.count();
            return true;
        } catch (RuntimeException e) {
            // That it fails is the answer.
            LOG.log(Level.WARNING, "the catalog does not answer", e);
            return false;
        }
    }

    HealthReport report() {
        if (!isStarted()) {
            return HealthReport.withoutCatalog();
        }
        try {
            List<DatabaseHealth> all =
                    databases.all().keySet().stream().map(this::look).toList();
            return new HealthReport(true, all, settings.health());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the catalog was lost while health was looked at", e);
            return HealthReport.withoutCatalog();
        }
    }

    private static Optional<Instant> completed(OffsiteStanding.Standing standing) {
        return standing.newest().map(there -> there.backup().completedAt());
    }

    private DatabaseHealth look(String database) {
        Path directory = places.of(database);
        Optional<BackupRecord> last = records.newestGood(database);
        return new DatabaseHealth(
                database,
                directory,
                stores.inOrder(database),
                reach.isWritable(directory),
                reach.free(directory),
                Math.max(LEAST_ROOM, last.map(BackupRecord::fileSize).orElse(0L)),
                last.map(BackupRecord::completedAt),
                proofs.last(database).map(Proofs.Proof::at),
                offsite.of(database).stream().map(CheckHealth::completed).toList(),
                clock.instant());
    }
}
