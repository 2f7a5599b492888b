package org.safeward.schedule.cron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * The computation against the rules read minute by minute: slow, but too simple to be wrong in the same way. The moments lie around the
 * clock changes of zones with all kinds of them.
 */
class CronPropertiesTest {
    private static final Duration SCAN = Duration.ofDays(4);

    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Africa/Cairo",
            "Asia/Beirut",
            "America/Havana",
            "America/St_Johns",
            "Africa/Casablanca",
            "Pacific/Apia",
            "Antarctica/Troll");

    /** A field as text, with the values that the text means. */
    record Field(String text, Set<Integer> values) {
        boolean star() {
            return text.startsWith("*");
        }
    }

    record Expression(Field minutes, Field hours, Field days, Field months, Field weekdays) {
        CronSchedule schedule() {
            return CronSchedule.parse(
                    String.join(" ", minutes.text, hours.text, days.text, months.text, weekdays.text));
        }

        boolean matches(LocalDateTime local) {
            int weekday = local.getDayOfWeek().getValue();
            boolean day = days.values.contains(local.getDayOfMonth());
            boolean dayOfWeek = weekdays.values.contains(weekday) || weekday == 7 && weekdays.values.contains(0);
            return minutes.values.contains(local.getMinute())
                    && hours.values.contains(local.getHour())
                    && months.values.contains(local.getMonthValue())
                    && (days.star() || weekdays.star() ? day && dayOfWeek : day || dayOfWeek);
        }

        /** Whether it is due at this instant, a whole minute: the rules as the package states them. */
        boolean dueAt(Instant instant, ZoneId zone) {
            ZonedDateTime time = instant.atZone(zone);
            LocalDateTime local = time.toLocalDateTime();
            if (hours.star()) {
                return matches(local);
            }
            boolean firstPass = time.withEarlierOffsetAtOverlap().toInstant().equals(instant);
            return firstPass && matches(local) || matchesInGapThatEndsAt(instant, zone);
        }

        private boolean matchesInGapThatEndsAt(Instant instant, ZoneId zone) {
            ZoneOffsetTransition change = zone.getRules().nextTransition(instant.minusSeconds(1));
            if (change == null || !change.getInstant().equals(instant) || !change.isGap()) {
                return false;
            }
            for (LocalDateTime left = change.getDateTimeBefore();
                    left.isBefore(change.getDateTimeAfter());
                    left = left.plusMinutes(1)) {
                if (matches(left)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void isDueAtTheFirstMinuteThatTheRulesName(
            @ForAll("expressions") Expression expression, @ForAll("moments") ZonedDateTime moment) {
        Optional<ZonedDateTime> next = expression.schedule().nextAfter(moment);

        next.ifPresent(due -> assertTrue(due.isAfter(moment)));
        next.ifPresent(due -> assertTrue(expression.dueAt(due.toInstant(), due.getZone())));
        Instant end = moment.toInstant().plus(SCAN);
        Instant first = moment.toInstant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        while (first.isBefore(end) && !expression.dueAt(first, moment.getZone())) {
            first = first.plus(1, ChronoUnit.MINUTES);
        }
        if (first.isBefore(end)) {
            assertEquals(Optional.of(first), next.map(ZonedDateTime::toInstant));
        } else {
            assertFalse(next.filter(due -> due.toInstant().isBefore(end)).isPresent());
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void aLaterMomentIsNeverDueEarlier(
            @ForAll("expressions") Expression expression, @ForAll("moments") ZonedDateTime moment) {
        CronSchedule schedule = expression.schedule();
        Optional<ZonedDateTime> next = schedule.nextAfter(moment);

        for (Duration later : List.of(Duration.ofSeconds(1), Duration.ofMinutes(47), Duration.ofHours(30))) {
            Optional<ZonedDateTime> laterNext = schedule.nextAfter(moment.plus(later));
            assertEquals(next.isPresent(), laterNext.isPresent());
            next.ifPresent(due -> assertFalse(laterNext.orElseThrow().isBefore(due)));
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatNeverFiresHasNoDateInAnyYear(@ForAll("expressions") Expression expression) {
        // Every date that there is, as month, day and weekday, comes within 28 years that no skipped leap year breaks.
        boolean anyDate = LocalDateTime.of(2000, 1, 1, 0, 0)
                .toLocalDate()
                .datesUntil(LocalDateTime.of(2028, 1, 1, 0, 0).toLocalDate())
                .anyMatch(date -> expression.matches(date.atTime(
                        expression.hours().values().iterator().next(),
                        expression.minutes().values().iterator().next())));

        assertEquals(anyDate, !expression.schedule().neverFires());
    }

    @Provide
    Arbitrary<Expression> expressions() {
        return Combinators.combine(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 7))
                .as(Expression::new);
    }

    private static Arbitrary<Field> field(int low, int high) {
        Field any = new Field("*", numbers(low, high, 1));
        Arbitrary<Field> steps = Arbitraries.integers()
                .between(1, high + 1)
                .map(step -> new Field("*/" + step, numbers(low, high, step)));
        Arbitrary<Integer> value = Arbitraries.integers().between(low, high);
        Arbitrary<Field> single = value.map(number -> new Field("" + number, Set.of(number)));
        Arbitrary<Field> range = Combinators.combine(
                        value, value, Arbitraries.integers().between(1, 9))
                .as((a, b, step) -> new Field(
                        Math.min(a, b) + "-" + Math.max(a, b) + "/" + step,
                        numbers(Math.min(a, b), Math.max(a, b), step)));
        Arbitrary<Field> list = Arbitraries.oneOf(single, range)
                .list()
                .ofMinSize(2)
                .ofMaxSize(3)
                .map(items -> new Field(
                        items.stream().map(Field::text).collect(Collectors.joining(",")),
                        items.stream().flatMap(item -> item.values().stream()).collect(Collectors.toSet())));
        return Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(any)),
                Tuple.of(2, steps),
                Tuple.of(3, single),
                Tuple.of(2, range),
                Tuple.of(2, list));
    }

    private static Set<Integer> numbers(int from, int to, int step) {
        return IntStream.rangeClosed(from, to)
                .filter(number -> (number - from) % step == 0)
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Around a clock change of the zone, as far as it has them: from two days before to a day behind. */
    @Provide
    Arbitrary<ZonedDateTime> moments() {
        Arbitrary<Long> years = Arbitraries.longs().between(2005, 2030);
        Arbitrary<Integer> around = Arbitraries.integers().between(-48 * 3600, 24 * 3600);
        return Combinators.combine(Arbitraries.of(ZONES).map(ZoneId::of), years, around)
                .as((zone, year, seconds) -> {
                    Instant start = Instant.parse(year + "-02-01T00:00:00Z");
                    ZoneOffsetTransition change = zone.getRules().nextTransition(start);
                    Instant base = change == null ? start : change.getInstant();
                    return base.plusSeconds(seconds).atZone(zone);
                });
    }
}
