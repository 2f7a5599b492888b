package org.safeward.schedule.cron;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Says in one sentence when a schedule is due. It is put together from a phrase for the time of day and one for the days, each
 * plain for the common shapes ("every 15 minutes", "at 03:00") and field by field for the rest, so that no expression is without one.
 */
final class CronSentence {
    /** More than this many times of day are told by their minutes and hours, not one by one. */
    private static final int TIMES_TO_LIST = 6;

    private static final int MINUTES_OF_HOUR = 60;
    private static final int HOURS_OF_DAY = 24;
    private static final int MONTHS_OF_YEAR = 12;
    private static final int DAYS_OF_WEEK = 7;
    private static final int LONGEST_MONTH = 31;

    private final CronCalendar calendar;
    private final CronTexts texts;

    CronSentence(CronCalendar calendar, CronTexts texts) {
        this.calendar = calendar;
        this.texts = texts;
    }

    String say() {
        String days = daysPhrase();
        String sentence;
        if (timesOfDay().isEmpty()) {
            String interval = intervalPhrase();
            sentence = everyDay() ? interval : texts.text("sentence.interval", interval, days);
        } else {
            sentence = texts.text("sentence.at", listed(timesOfDay()), days);
        }
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    /** The times of day one by one if they are few, else empty. */
    private List<String> timesOfDay() {
        List<Integer> hours = calendar.hours().all();
        List<Integer> minutes = calendar.minutes().all();
        List<String> times = new ArrayList<>();
        if (isStep(hours, HOURS_OF_DAY) || hours.size() * minutes.size() > TIMES_TO_LIST) {
            return times;
        }
        hours.forEach(
                hour -> minutes.forEach(minute -> times.add(String.format(Locale.ROOT, "%02d:%02d", hour, minute))));
        return times;
    }

    private String intervalPhrase() {
        List<Integer> minutes = calendar.minutes().all();
        List<Integer> hours = calendar.hours().all();
        String minute = ranges(minutes, String::valueOf);
        if (hours.size() == HOURS_OF_DAY) {
            if (minutes.size() == MINUTES_OF_HOUR) {
                return texts.text("interval.everyMinute");
            }
            return isStep(minutes, MINUTES_OF_HOUR)
                    ? texts.text("interval.everyNMinutes", MINUTES_OF_HOUR / minutes.size())
                    : texts.text("interval.hourlyAt", minute);
        }
        if (isStep(hours, HOURS_OF_DAY) && minutes.size() == 1) {
            int everyHours = HOURS_OF_DAY / hours.size();
            return minutes.get(0) == 0
                    ? texts.text("interval.everyNHours", everyHours)
                    : texts.text("interval.everyNHoursAt", everyHours, minute);
        }
        return texts.text("interval.fields", minute, ranges(hours, String::valueOf));
    }

    /** Whether these are 0, n, 2n, ... and go on evenly into the next hour or day; at least two of them. */
    private static boolean isStep(List<Integer> values, int all) {
        int step = all / values.size();
        boolean even = values.size() > 1 && all % values.size() == 0;
        for (int i = 0; even && i < values.size(); i++) {
            even = values.get(i) == i * step;
        }
        return even;
    }

    private boolean everyDay() {
        return allDays() && allWeekdays() && everyMonth();
    }

    private boolean allDays() {
        return calendar.days().all().size() == LONGEST_MONTH;
    }

    private boolean allWeekdays() {
        return calendar.weekdays().all().size() == DAYS_OF_WEEK;
    }

    private boolean everyMonth() {
        return calendar.months().all().size() == MONTHS_OF_YEAR;
    }

    private String daysPhrase() {
        boolean both = calendar.days().startsWithStar() || calendar.weekdays().startsWithStar();
        boolean anyDay = both ? allDays() && allWeekdays() : allDays() || allWeekdays();
        if (anyDay) {
            return inMonths("days.every");
        }
        if (both && allDays()) {
            return inMonths("days.weekdays", weekdays());
        }
        if (both && allWeekdays()) {
            return inMonths("days.monthDays", monthDays());
        }
        return inMonths(both ? "days.both" : "days.either", monthDays(), weekdays());
    }

    private String inMonths(String key, Object... arguments) {
        if (everyMonth()) {
            return texts.text(key, arguments);
        }
        Object[] withMonths = Arrays.copyOf(arguments, arguments.length + 1);
        withMonths[arguments.length] =
                ranges(calendar.months().all(), month -> texts.words("months").get(month - 1));
        return texts.text(key + ".inMonths", withMonths);
    }

    private String monthDays() {
        return ranges(calendar.days().all(), String::valueOf);
    }

    /** From Monday on, as people count: "Saturday and Sunday". */
    private String weekdays() {
        List<Integer> fromMonday = calendar.weekdays().all().stream()
                .map(day -> day == 0 ? DAYS_OF_WEEK : day)
                .sorted()
                .toList();
        return ranges(fromMonday, day -> texts.words("weekdays").get(day - 1));
    }

    /** Values as words, three and more in a row as a range. */
    private String ranges(List<Integer> values, IntFunction<String> word) {
        List<String> items = new ArrayList<>();
        int i = 0;
        while (i < values.size()) {
            int end = i;
            while (end + 1 < values.size() && values.get(end + 1) == values.get(end) + 1) {
                end++;
            }
            String first = word.apply(values.get(i));
            if (end - i >= 2) {
                items.add(texts.text("range", first, word.apply(values.get(end))));
                i = end + 1;
            } else {
                items.add(first);
                i++;
            }
        }
        return listed(items);
    }

    private String listed(List<String> items) {
        if (items.size() == 1) {
            return items.get(0);
        }
        int last = items.size() - 1;
        return texts.text("list", String.join(texts.text("list.separator"), items.subList(0, last)), items.get(last));
    }
}
