package org.safeward.monitoring;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.backup.stores.StoreReach;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.databases.Databases;
import org.safeward.drill.Proofs;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;
import org.safeward.schedule.NextRun;
import org.safeward.schedule.OverdueBackups;

/** Reads everything that Prometheus is told from the catalog and the disk. */
@ApplicationScoped
class CollectMetrics {
    private static final Logger LOG = System.getLogger(CollectMetrics.class.getName());

    @Inject
    private CheckHealth health;

    @Inject
    private Databases databases;

    @Inject
    private BackupRecords records;

    @Inject
    private Jobs jobs;

    @Inject
    private Proofs proofs;

    @Inject
    private NextRun next;

    @Inject
    private OverdueBackups overdue;

    @Inject
    private BackupPlaces places;

    @Inject
    private BackupStores stores;

    @Inject
    private StoreReach reach;

    @Inject
    private CopyMetrics copies;

    @Inject
    private InstantSource clock;

    /** Without the catalog only that it is out of reach, and the version. */
    MetricSnapshots take() {
        if (health.isStarted()) {
            try {
                MetricValues all = new MetricValues();
                read(all);
                all.gauge(Gauge.CATALOG_UP, Labels.EMPTY, true);
                return all.snapshots();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "metrics could not be read from the catalog", e);
            }
        }
        MetricValues nothing = new MetricValues();
        nothing.gauge(Gauge.CATALOG_UP, Labels.EMPTY, false);
        return nothing.snapshots();
    }

    private void read(MetricValues readings) {
        Instant now = clock.instant();
        List<Job> active = jobs.active();
        List<Jobs.Total> totals = jobs.totals();
        copies.read(readings, now);
        for (String database : databases.all().keySet()) {
            copies.read(readings, database, now);
            Labels labels = Labels.of("database", database);
            records.newestGood(database).ifPresent(backup -> readLast(readings, labels, backup, now));
            proofs.last(database)
                    .ifPresent(proof -> readings.gauge(Gauge.LAST_PROVEN_TIMESTAMP_SECONDS, labels, proof.at()));
            jobs.lastCompleted(database, JobKind.RESTORE).ifPresent(job -> readLast(readings, labels, job));
            next.after(database, now)
                    .ifPresent(moment -> readings.gauge(Gauge.BACKUP_NEXT_RUN_TIMESTAMP_SECONDS, labels, moment));
            readings.gauge(Gauge.BACKUP_OVERDUE, labels, overdue.isOverdue(database));
            readings.gauge(
                    Gauge.BACKUP_DAMAGED, labels, records.damaged(database).size());
            readings.gauge(
                    Gauge.BACKUP_STRANGE, labels, records.strange(database).size());
            Path directory = places.of(database);
            readings.gauge(Gauge.BACKUP_DIRECTORY_FREE_BYTES, labels, reach.free(directory));
            readings.gauge(
                    Gauge.BACKUP_DIRECTORY_WRITABLE,
                    labels,
                    stores.look(directory).usable() && reach.isWritable(directory));
            for (JobKind kind : JobKind.values()) {
                readRunning(readings, database, kind, active, now);
                readEnded(readings, database, kind, totals);
            }
        }
    }

    private static void readLast(MetricValues readings, Labels labels, BackupRecord backup, Instant now) {
        readings.gauge(Gauge.BACKUP_LAST_SUCCESS_TIMESTAMP_SECONDS, labels, backup.completedAt());
        readings.gauge(Gauge.BACKUP_LAST_SUCCESS_AGE_SECONDS, labels, Duration.between(backup.completedAt(), now));
        readings.gauge(Gauge.BACKUP_LAST_FILE_BYTES, labels, backup.fileSize());
        readings.gauge(Gauge.BACKUP_LAST_SQL_BYTES, labels, backup.databaseSize());
        readings.gauge(Gauge.BACKUP_LAST_ROWS, labels, backup.rowCount());
        Duration duration = backup.duration();
        // Adopted backups have none.
        if (!duration.isZero()) {
            readings.gauge(Gauge.BACKUP_LAST_DURATION_SECONDS, labels, duration);
            readings.gauge(
                    Gauge.BACKUP_LAST_RATE_BYTES_PER_SECOND,
                    labels,
                    backup.databaseSize() / MetricValues.seconds(duration));
        }
    }

    private static void readLast(MetricValues readings, Labels labels, Job restore) {
        readings.gauge(Gauge.RESTORE_LAST_SUCCESS_TIMESTAMP_SECONDS, labels, restore.endedAt());
        restore.duration().ifPresent(duration -> readings.gauge(Gauge.RESTORE_LAST_DURATION_SECONDS, labels, duration));
    }

    private static void readRunning(
            MetricValues readings, String database, JobKind kind, List<Job> active, Instant now) {
        Labels labels = Labels.of("database", database, "kind", kind.text());
        List<Job> all = active.stream()
                .filter(job -> job.database().equals(database) && job.kind() == kind)
                .toList();
        List<Job> running =
                all.stream().filter(job -> job.state() == RunState.RUNNING).toList();
        readings.gauge(Gauge.JOB_WAITING, labels, running.size() < all.size());
        readings.gauge(Gauge.JOB_RUNNING, labels, !running.isEmpty());
        running.stream()
                .findFirst()
                .ifPresent(job ->
                        readings.gauge(Gauge.JOB_RUNNING_SECONDS, labels, Duration.between(job.startedAt(), now)));
    }

    /** Zeros too: what appears with its first failure has no increase that an alert could see. */
    private static void readEnded(MetricValues readings, String database, JobKind kind, List<Jobs.Total> totals) {
        for (RunState state : RunState.values()) {
            if (state.ended()) {
                long number = totals.stream()
                        .filter(total ->
                                total.database().equals(database) && total.kind() == kind && total.state() == state)
                        .mapToLong(Jobs.Total::jobs)
                        .sum();
                readings.ended(Labels.of("database", database, "kind", kind.text(), "state", state.text()), number);
            }
        }
    }
}
