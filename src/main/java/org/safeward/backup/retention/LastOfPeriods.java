package org.safeward.backup.retention;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.safeward.settings.KeepRules.Period;

/**
 * Grandfather, father, son: which backups are kept for being the last of their day, week, month or year. Of each kind of period the newest ones
 * that have a backup count, so that a pause of the schedule costs no backup; the present one counts, though its last backup may be still to come.
 */
final class LastOfPeriods {
    private LastOfPeriods() {}

    /**
     * The longest period that keeps a backup, by its id; those that none keeps are left out.
     *
     * @param backups that may be kept, newest first. Not such as were made while the clock was wrong: of the future, they would be the newest of
     *     periods that are still to come
     */
    static Map<Long, Period> of(List<Retention.Facts> backups, Retention.Rules rules) {
        Map<Long, Period> kept = new HashMap<>();
        for (Period period : Period.values()) {
            int most = rules.periods().getOrDefault(period, 0);
            Set<LocalDate> begun = new HashSet<>();
            for (Retention.Facts backup : backups) {
                LocalDate day = LocalDate.ofInstant(backup.at(), rules.zone());
                if (begun.size() < most && begun.add(firstDay(period, day))) {
                    kept.put(backup.id(), period);
                }
            }
        }
        return kept;
    }

    private static LocalDate firstDay(Period period, LocalDate day) {
        return switch (period) {
            case DAILY -> day;
            case WEEKLY -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTHLY -> day.withDayOfMonth(1);
            case YEARLY -> day.withDayOfYear(1);
        };
    }
}
