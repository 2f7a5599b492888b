package org.safeward.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.safeward.catalog.BackupConfig;
import org.safeward.catalog.BackupConfigs;
import org.safeward.schedule.cron.CronSchedule;

/** When the automatic backup of a database is due. */
@ApplicationScoped
public class NextRun {
    @Inject
    private BackupConfigs configs;

    /** The first due moment after another; empty when automatic backups are off. */
    public Optional<Instant> after(String database, Instant moment) {
        return dueAfter(configs.of(database), moment);
    }

    /**
     * The longer one of the schedule's first two steps after a moment: how old a backup of that moment gets when all is well. Of two,
     * because steps differ: from Friday to Monday it is longer than from Monday to Tuesday.
     */
    Optional<Duration> interval(String database, Instant moment) {
        BackupConfig config = configs.of(database);
        return dueAfter(config, moment)
                .flatMap(first -> dueAfter(config, first)
                        .map(second -> longer(Duration.between(moment, first), Duration.between(first, second))));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Optional<Instant> dueAfter(BackupConfig config, Instant moment) {
        if (!config.enabled()) {
            return Optional.empty();
        }
        ZoneId zone = config.zone();
        return CronSchedule.parse(config.cron()).nextAfter(moment.atZone(zone)).map(ZonedDateTime::toInstant);
    }
}
