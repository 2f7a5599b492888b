package org.safeward.schedule.cron;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;

/** The local times that the five fields name. Knows no zones: what a clock change does to them is {@link CronSchedule}'s matter. */
record CronCalendar(CronField minutes, CronField hours, CronField days, CronField months, CronField weekdays) {
    /** The Gregorian calendar repeats after this many years, weekdays too: what is not there by then never comes. */
    private static final int CALENDAR_CYCLE_YEARS = 400;

    /** The first matching local time at or after the given one, which is a whole minute. */
    Optional<LocalDateTime> from(LocalDateTime earliest) {
        LocalDate date = earliest.toLocalDate();
        if (matches(date)) {
            Optional<LocalTime> time = timeFrom(earliest.toLocalTime());
            if (time.isPresent()) {
                return time.map(date::atTime);
            }
        }
        return dateFrom(date.plusDays(1)).map(day -> day.atTime(firstTime()));
    }

    /** Whether the date matches by cron's rule: both day fields if one of them starts with a star, else either. */
    boolean matches(LocalDate date) {
        boolean day = days.has(date.getDayOfMonth());
        boolean weekday = weekdays.has(date.getDayOfWeek().getValue() % 7);
        boolean both = days.startsWithStar() || weekdays.startsWithStar();
        return months.has(date.getMonthValue()) && (both ? day && weekday : day || weekday);
    }

    private Optional<LocalDate> dateFrom(LocalDate earliest) {
        LocalDate end = earliest.plusYears(CALENDAR_CYCLE_YEARS);
        LocalDate date = earliest;
        while (date.isBefore(end)) {
            if (!months.has(date.getMonthValue())) {
                date = date.withDayOfMonth(1).plusMonths(1);
            } else if (matches(date)) {
                return Optional.of(date);
            } else {
                date = date.plusDays(1);
            }
        }
        return Optional.empty();
    }

    private Optional<LocalTime> timeFrom(LocalTime earliest) {
        int hour = hours.from(earliest.getHour());
        if (hour == earliest.getHour()) {
            int minute = minutes.from(earliest.getMinute());
            if (minute != CronField.NONE) {
                return Optional.of(LocalTime.of(hour, minute));
            }
            hour = hours.from(hour + 1);
        }
        return hour == CronField.NONE ? Optional.empty() : Optional.of(LocalTime.of(hour, minutes.from(0)));
    }

    private LocalTime firstTime() {
        return LocalTime.of(hours.from(0), minutes.from(0));
    }
}
