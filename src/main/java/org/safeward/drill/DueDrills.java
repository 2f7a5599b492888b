package org.safeward.drill;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.backup.FileKeys;
import org.safeward.catalog.BackupConfig;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.fault.Fault;
import org.safeward.jobs.MinutePassed;
import org.safeward.jobs.record.Claims;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Faults;
import org.safeward.schedule.cron.CronSchedule;
import org.safeward.settings.Settings;

/**
 * Begins drills that are due: after the first good backup of a database, after each change of its schema, and by its schedule, its own or that of the settings. Looks once a
 * minute; one drill is made for each reason, however it ends, so that one that cannot succeed is not made over and over.
 */
@ApplicationScoped
public class DueDrills {
    private static final Logger LOG = System.getLogger(DueDrills.class.getName());

    @Inject
    private Databases databases;

    @Inject
    private BackupRecords records;

    @Inject
    private FileKeys keys;

    @Inject
    private BackupConfigs configs;

    @Inject
    private Jobs jobs;

    @Inject
    private Claims claims;

    @Inject
    private StartDrill drills;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    /** What is wrong with the settings of drills; Safeward does not start with any. */
    public List<String> faults() {
        return CronSchedule.problems(settings.drill().cron()).stream()
                .map(problem -> "safeward.drill.cron: " + problem.text(Locale.ENGLISH))
                .toList();
    }

    void everyMinute(@Observes MinutePassed minute) {
        if (!settings.drill().automatic()) {
            return;
        }
        for (String database : databases.all().keySet()) {
            try {
                if (mayBegin(database) && isDue(database)) {
                    drills.due(database);
                    return;
                }
            } catch (RuntimeException e) {
                Fault fault = Faults.of(Faults.unwrapped(e));
                LOG.log(Level.INFO, "no drill of database {0}: {1}", database, fault.getMessage());
            }
        }
    }

    /** Nobody waits for a drill, and a drill waits for everybody. */
    private boolean mayBegin(String database) {
        return claims.holder(JobKind.DRILL.claims(database)).isEmpty()
                && claims.holder(database).isEmpty();
    }

    private boolean isDue(String database) {
        Optional<BackupRecord> newest = records.newestGood(database);
        if (newest.isEmpty() || keys.isOutOfReach(newest.get())) {
            return false;
        }
        Optional<Job> last = lastDrill(database);
        return last.isEmpty()
                || hasOtherSchema(newest.get(), last.get())
                || isTime(database, last.get().createdAt());
    }

    private Optional<Job> lastDrill(String database) {
        Jobs.Filter filter = new Jobs.Filter(Optional.of(database), Optional.of(JobKind.DRILL), Optional.empty(), 0, 1);
        return jobs.list(filter).stream().findFirst();
    }

    /** A backup that was drilled may be gone; then nothing is known of its schema, and the schedule decides. */
    private boolean hasOtherSchema(BackupRecord newest, Job last) {
        if (Objects.equals(last.recordId(), newest.id())) {
            return false;
        }
        Optional<String> drilled =
                Optional.ofNullable(last.recordId()).flatMap(records::find).flatMap(DueDrills::schemaOf);
        return drilled.isPresent() && !drilled.equals(schemaOf(newest));
    }

    private static Optional<String> schemaOf(BackupRecord record) {
        return Optional.ofNullable(record.manifestJson())
                .map(Manifest::fromJson)
                .map(manifest -> manifest.details().get("digest_schema"));
    }

    private boolean isTime(String database, Instant last) {
        BackupConfig config = configs.of(database);
        boolean own = !config.drillCron().equals(BackupConfig.DRILLS_BY_SETTINGS);
        if (config.drillCron().isEmpty()) {
            return false;
        }
        ZoneId zone = own && !config.timeZone().isEmpty() ? ZoneId.of(config.timeZone()) : ZoneId.systemDefault();
        return CronSchedule.parse(own ? config.drillCron() : settings.drill().cron())
                .nextAfter(last.atZone(zone))
                .map(next -> !next.toInstant().isAfter(clock.instant()))
                .orElse(false);
    }
}
