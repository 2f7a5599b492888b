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

/** When the automatic backup of a database is due. */
@ApplicationScoped
public class NextRun {
    @Inject
    private BackupConfigs configs;

    /** The first due moment after another; empty when automatic backups are off. */
    public Optional<Instant> after(String database, Instant moment) {
        return dueAfter(configs.of(database), moment);
    }

    /** The time from the last to the next due moment around now: how old a good backup gets when all is well. */
    Optional<Duration> interval(String database, Instant now) {
        BackupConfig config = configs.of(database);
        Optional<Instant> next = dueAfter(config, now);
        return next.flatMap(first -> dueAfter(config, first).map(second -> Duration.between(first, second)));
    }

    private static Optional<Instant> dueAfter(BackupConfig config, Instant moment) {
        if (!config.enabled()) {
            return Optional.empty();
        }
        ZoneId zone = config.timeZone().isEmpty() ? ZoneId.systemDefault() : ZoneId.of(config.timeZone());
        return CronSchedule.parse(config.cron()).nextAfter(moment.atZone(zone)).map(ZonedDateTime::toInstant);
    }
}
