package org.safeward.schedule.cron;

import java.util.List;
import java.util.Locale;

/** The five fields of a cron expression, in their order, with the values and names they take. */
public enum CronPart {
    MINUTE(0, 59),
    HOUR(0, 23),
    DAY_OF_MONTH(1, 31),
    MONTH(1, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
    /** 0 and 7 are Sunday. */
    DAY_OF_WEEK(0, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final int low;
    private final int high;
    private final List<String> names;

    CronPart(int low, int high, String... names) {
        this.low = low;
        this.high = high;
        this.names = List.of(names);
    }

    int low() {
        return low;
    }

    int high() {
        return high;
    }

    boolean takes(int value) {
        return low <= value && value <= high;
    }

    boolean knows(String name) {
        return names.contains(name.toUpperCase(Locale.ROOT));
    }

    /** The value of a name that this field knows. */
    int valueOfName(String name) {
        return low + names.indexOf(name.toUpperCase(Locale.ROOT));
    }
}
