package org.safeward.backup.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.safeward.backup.retention.Retention.Decision;
import org.safeward.backup.retention.Retention.Facts;
import org.safeward.backup.retention.Retention.Reason;
import org.safeward.backup.retention.Retention.Rules;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.RunState;
import org.safeward.settings.KeepRules.Period;

/** What periods keep besides days and number: examples, and the rule in other words over random histories of years. */
class LastOfPeriodsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Map<Period, Integer> ALL =
            Map.of(Period.DAILY, 3, Period.WEEKLY, 2, Period.MONTHLY, 2, Period.YEARLY, 2);

    @Example
    void theLastOneOfEachPeriodStaysAndSaysWhichOneKeepsIt() {
        List<Facts> history = at(
                "2024-12-30T12:00:00Z",
                "2025-06-01T12:00:00Z",
                "2026-10-30T12:00:00Z",
                "2026-10-31T12:00:00Z",
                "2026-11-14T12:00:00Z",
                "2026-11-15T12:00:00Z",
                "2026-11-18T12:00:00Z",
                "2026-11-19T11:00:00Z",
                "2026-11-19T12:00:00Z",
                "2026-11-20T02:00:00Z");

        assertEquals(
                List.of(
                        Reason.TOO_OLD,
                        Reason.LAST_OF_YEAR,
                        Reason.TOO_OLD,
                        Reason.LAST_OF_MONTH,
                        Reason.TOO_OLD,
                        Reason.LAST_OF_WEEK,
                        Reason.LAST_OF_DAY,
                        Reason.TOO_MANY,
                        Reason.LAST_OF_DAY,
                        Reason.NEWEST_GOOD),
                reasons(history, new Rules(1, 1, ALL, BERLIN)));
    }

    /** 23:30 in London is the next day in Berlin. */
    @Example
    void theDayIsThatOfTheZone() {
        List<Facts> history = at("2026-11-10T22:30:00Z", "2026-11-10T23:30:00Z", "2026-11-20T02:00:00Z");
        Map<Period, Integer> days = Map.of(Period.DAILY, 9);

        assertEquals(
                Reason.TOO_OLD,
                reasons(history, new Rules(1, 9, days, ZoneId.of("Europe/London")))
                        .get(0));
        assertEquals(
                Reason.LAST_OF_DAY,
                reasons(history, new Rules(1, 9, days, BERLIN)).get(0));
    }

    @Example
    void theFirstOfJanuaryIsOfTheWeekOfTheOldYear() {
        List<Facts> history = at("2025-12-31T12:00:00Z", "2026-01-01T12:00:00Z", "2026-11-20T02:00:00Z");

        assertEquals(
                List.of(Reason.TOO_OLD, Reason.LAST_OF_WEEK, Reason.NEWEST_GOOD),
                reasons(history, new Rules(1, 9, Map.of(Period.WEEKLY, 9), BERLIN)));
    }

    /** By its own word it would be the last one of a year to come, and years to come would push those out that were. */
    @Example
    void whatWasMadeWhileTheClockWasAheadTakesNoPeriodsPlace() {
        List<Facts> history =
                at("2025-06-01T12:00:00Z", "2026-11-20T02:00:00Z", "2027-11-20T02:00:00Z", "2028-11-20T02:00:00Z");

        assertEquals(
                List.of(Reason.LAST_OF_YEAR, Reason.NEWEST_GOOD, Reason.TOO_MANY, Reason.TOO_MANY),
                reasons(history, new Rules(1, 1, Map.of(Period.YEARLY, 2), BERLIN)));
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void keepsWhatARuleInOtherWordsKeepsAndNothingElse(
            @ForAll("histories") List<Facts> history, @ForAll("rules") Rules rules) {
        Set<Long> expected = removed(history, new Rules(rules.days(), rules.maxCount()));
        history.stream()
                .filter(record -> isLastOfAPeriod(record, history, rules))
                .forEach(kept -> expected.remove(kept.id()));

        assertEquals(expected, removed(history, rules));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void withoutPeriodsTheZoneChangesNothing(@ForAll("histories") List<Facts> history, @ForAll("rules") Rules rules) {
        assertEquals(
                Retention.decide(history, new Rules(rules.days(), rules.maxCount()), NOW),
                Retention.decide(history, new Rules(rules.days(), rules.maxCount(), Map.of(), rules.zone()), NOW));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void aSecondRunRemovesNothingMore(@ForAll("histories") List<Facts> history, @ForAll("rules") Rules rules) {
        Set<Long> removed = removed(history, rules);
        List<Facts> left = history.stream()
                .filter(record -> !removed.contains(record.id()))
                .toList();

        assertEquals(Set.of(), removed(left, rules));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void whatIsNotGoodPushesNothingOutOfItsPeriod(
            @ForAll("histories") List<Facts> history, @ForAll("rules") Rules rules) {
        List<Facts> good = history.stream().filter(Facts::good).toList();
        Set<Long> removed = removed(history, rules);
        removed.retainAll(good.stream().map(Facts::id).collect(Collectors.toSet()));

        assertEquals(removed(good, rules), removed);
    }

    private static boolean isLastOfAPeriod(Facts record, List<Facts> history, Rules rules) {
        if (!counts(record)) {
            return false;
        }
        List<Facts> newer = history.stream()
                .filter(other -> counts(other)
                        && (other.at().isAfter(record.at())
                                || other.at().equals(record.at()) && other.id() > record.id()))
                .toList();
        return rules.periods().entrySet().stream().anyMatch(kept -> {
            Set<String> periods = new HashSet<>();
            newer.forEach(other -> periods.add(name(kept.getKey(), other.at(), rules.zone())));
            return !periods.contains(name(kept.getKey(), record.at(), rules.zone()))
                    && periods.size() < kept.getValue();
        });
    }

    private static boolean counts(Facts record) {
        boolean regular = record.origin() == BackupOrigin.REQUEST || record.origin() == BackupOrigin.SCHEDULE;
        return regular && record.good() && !record.at().isAfter(NOW.plusSeconds(60));
    }

    private static String name(Period period, Instant at, ZoneId zone) {
        String pattern = switch (period) {
            case DAILY -> "uuuu-MM-dd";
            case WEEKLY -> "YYYY-'W'ww";
            case MONTHLY -> "uuuu-MM";
            case YEARLY -> "uuuu";
        };
        return DateTimeFormatter.ofPattern(pattern, Locale.GERMANY).format(at.atZone(zone));
    }

    private static Set<Long> removed(List<Facts> history, Rules rules) {
        return Retention.decide(history, rules, NOW).stream()
                .filter(Decision::removes)
                .map(Decision::id)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static List<Reason> reasons(List<Facts> history, Rules rules) {
        return Retention.decide(history, rules, NOW).stream()
                .map(Decision::reason)
                .toList();
    }

    private static List<Facts> at(String... moments) {
        List<Facts> history = new ArrayList<>();
        for (String moment : moments) {
            history.add(facts(history.size() + 1L, Instant.parse(moment), BackupOrigin.SCHEDULE, true));
        }
        assertTrue(history.stream().allMatch(Facts::good));
        return history;
    }

    private static Facts facts(long id, Instant at, BackupOrigin origin, boolean verified) {
        return new Facts(id, at, RunState.COMPLETED, origin, verified, false, false, false, false);
    }

    /** Many of one day or within hours of a turn of the year, some of the future. */
    @Provide
    Arbitrary<List<Facts>> histories() {
        Arbitrary<Instant> times = Combinators.combine(
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(-1, 20),
                                Arbitraries.integers().between(0, 1500)),
                        Arbitraries.integers().between(0, 47))
                .as((days, halfHours) -> NOW.minus(Duration.ofDays(days)).plus(Duration.ofMinutes(30L * halfHours)));
        return Combinators.combine(
                        Arbitraries.longs().between(1, 1000),
                        times,
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.just(BackupOrigin.SCHEDULE)),
                                Tuple.of(1, Arbitraries.of(BackupOrigin.class))),
                        Arbitraries.frequency(Tuple.of(1, false), Tuple.of(5, true)))
                .as(LastOfPeriodsTest::facts)
                .list()
                .uniqueElements(Facts::id)
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<Rules> rules() {
        Arbitrary<Map<Period, Integer>> periods = Arbitraries.integers()
                .between(0, 8)
                .list()
                .ofSize(Period.values().length)
                .map(LastOfPeriodsTest::periods);
        return Combinators.combine(
                        Arbitraries.integers().between(1, 10),
                        Arbitraries.integers().between(1, 12),
                        periods,
                        Arbitraries.of("UTC", "Europe/Berlin", "Asia/Shanghai", "America/St_Johns", "Pacific/Apia")
                                .map(ZoneId::of))
                .as(Rules::new);
    }

    private static Map<Period, Integer> periods(List<Integer> counts) {
        Map<Period, Integer> periods = new HashMap<>();
        for (Period period : Period.values()) {
            if (counts.get(period.ordinal()) > 0) {
                periods.put(period, counts.get(period.ordinal()));
            }
        }
        return periods;
    }
}
