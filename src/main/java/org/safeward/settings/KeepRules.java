package org.safeward.settings;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is kept in one place, as the setting says it: {@code daily=7,weekly=4,monthly=12,yearly=3}, each part at most once, in any order.
 *
 * @param days how old a backup may grow there; empty for what the config of its database says
 * @param count how many stay there; empty for what the config of its database says
 * @param periods of how many of the newest days, weeks, months and years the last backup stays, whatever days and count say
 */
public record KeepRules(Optional<Integer> days, Optional<Integer> count, Map<Period, Integer> periods) {
    /** A stretch of the calendar whose last backup is kept, the shortest first. Weeks begin on Monday. */
    public enum Period {
        DAILY,
        WEEKLY,
        MONTHLY,
        YEARLY;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Ten years of days. */
    private static final int MOST = 3650;

    private static final int MOST_COUNT = 1000;

    /** Nothing but what the config of a database says. */
    public static final KeepRules OF_THE_CONFIG = new KeepRules(Optional.empty(), Optional.empty(), Map.of());

    public KeepRules {
        periods = Map.copyOf(periods);
    }

    /**
     * Periods alone: days and count of this machine's directory are in the config of each database.
     *
     * @throws IllegalArgumentException saying what it wants
     */
    public static KeepRules ofPeriods(String text) {
        Map<String, Integer> parts = parts(text, Set.of());
        return new KeepRules(Optional.empty(), Optional.empty(), periods(parts));
    }

    /**
     * Periods, {@code days=30} and {@code count=50}, for a place that may have its own.
     *
     * @throws IllegalArgumentException saying what it wants
     */
    public static KeepRules of(String text) {
        Map<String, Integer> parts = parts(text, Set.of("days", "count"));
        return new KeepRules(
                Optional.ofNullable(parts.get("days")), Optional.ofNullable(parts.get("count")), periods(parts));
    }

    private static Map<Period, Integer> periods(Map<String, Integer> parts) {
        Map<Period, Integer> periods = new EnumMap<>(Period.class);
        for (Period period : Period.values()) {
            if (parts.containsKey(period.text())) {
                periods.put(period, parts.get(period.text()));
            }
        }
        return periods;
    }

    private static Map<String, Integer> parts(String text, Set<String> besides) {
        Set<String> known = new HashSet<>(besides);
        Stream.of(Period.values()).map(Period::text).forEach(known::add);
        try {
            // A part that is there twice is no map.
            return Stream.of(text.strip().split("\\s*,\\s*", -1))
                    .map(part -> part.split("\\s*=\\s*", 2))
                    .collect(Collectors.toMap(part -> known(part[0], known), KeepRules::number));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(wanted(besides), e);
        }
    }

    private static String known(String name, Set<String> known) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException(name);
        }
        return name;
    }

    private static int number(String[] part) {
        int number = Integer.parseInt(part[1]);
        if (number < 1 || number > (part[0].equals("count") ? MOST_COUNT : MOST)) {
            throw new IllegalArgumentException(part[1]);
        }
        return number;
    }

    private static String wanted(Set<String> besides) {
        return besides.isEmpty()
                ? "periods such as daily=7,weekly=4,monthly=12,yearly=3, each at most once and from 1 to " + MOST
                : "rules such as days=30,count=50,daily=7,weekly=4,monthly=12,yearly=3, each at most once, from 1 to "
                        + MOST + ", count to " + MOST_COUNT;
    }

    /** Periods as a setting says them, the shortest first; empty without any. */
    public static String text(Map<Period, Integer> periods) {
        return Stream.of(Period.values())
                .filter(periods::containsKey)
                .map(period -> period.text() + '=' + periods.get(period))
                .collect(Collectors.joining(","));
    }
}
