package org.safeward.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.alerts.BackupOverdue;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.WrongClock;

/** Notices that there has been no good backup for twice the interval of the schedule, and tells of it once until there is one. */
@ApplicationScoped
public class OverdueBackups {
    private static final Logger LOG = System.getLogger(OverdueBackups.class.getName());
    private static final int INTERVALS = 2;

    @Inject
    private NextRun next;

    @Inject
    private BackupRecords records;

    @Inject
    private BackupConfigs configs;

    @Inject
    private ScheduleStates states;

    @Inject
    private Event<BackupOverdue> event;

    @Inject
    private InstantSource clock;

    /** Never throws: called from a timer. */
    void check(String database) {
        try {
            correct(database);
            boolean overdue = isOverdue(database);
            boolean news = states.change(database, state -> {
                boolean before = state.overdueAlerted();
                state.alertedOverdue(overdue);
                return overdue && !before;
            });
            if (news) {
                event.fire(new BackupOverdue(database, lastGood(database)));
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "whether a backup of database " + database + " is overdue could not be told", e);
        }
    }

    /** A config that was changed while the clock was ahead would put off for years what is told from then on. */
    private void correct(String database) {
        Instant now = clock.instant();
        Instant changed = configs.of(database).updatedAt();
        if (WrongClock.wrote(changed, now)) {
            LOG.log(
                    Level.WARNING,
                    "the clock was wrong: the config of database {0} was changed at {1}; that counts as now",
                    database,
                    changed);
            configs.change(database, config -> config.changedAt(now));
        }
    }

    /** Since the last good backup, or since the config was changed when that was later. */
    public boolean isOverdue(String database) {
        Instant from = expectedSince(database);
        return next.interval(database, from)
                .map(interval -> from.plus(interval.multipliedBy(INTERVALS)).isBefore(clock.instant()))
                .orElse(false);
    }

    /** The first moment at which a backup was due and since which none has succeeded; empty when there is none. */
    public Optional<Instant> missed(String database, Instant now) {
        return next.after(database, expectedSince(database)).filter(due -> due.isBefore(now));
    }

    /** The last good backup, or the last change of the config when that came later. */
    private Instant expectedSince(String database) {
        Instant changed = configs.of(database).updatedAt();
        return lastGood(database).filter(changed::isBefore).orElse(changed);
    }

    private Optional<Instant> lastGood(String database) {
        return records.newestGood(database).map(BackupRecord::completedAt);
    }
}
