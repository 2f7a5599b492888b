package org.safeward.schedule.cron;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The computation against tables that say themselves where they come from: {@code next-times.tsv} and {@code whole-years.tsv}. */
class CronTimesTest {
    @ParameterizedTest(name = "{0} in {1} after {2} is due at {3} ({4})")
    @MethodSource("nextTimes")
    void isDueNextAtTheTimeOfTheTable(String expression, String zone, String after, String next, String source) {
        ZonedDateTime moment = OffsetDateTime.parse(after).atZoneSameInstant(ZoneId.of(zone));
        Optional<OffsetDateTime> expected =
                next.equals("never") ? Optional.empty() : Optional.of(OffsetDateTime.parse(next));

        assertEquals(
                expected,
                CronSchedule.parse(expression).nextAfter(moment).map(ZonedDateTime::toOffsetDateTime),
                source);
    }

    @ParameterizedTest(name = "{0} in {1} is due {2} times in 2026")
    @MethodSource("wholeYears")
    void isDueAtEveryTimeOfTheYearAndAtNoOther(String expression, String zone, int times, String sha256)
            throws NoSuchAlgorithmException {
        CronSchedule schedule = CronSchedule.parse(expression);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int counted = 0;
        ZonedDateTime due = LocalDateTime.of(2025, 12, 31, 23, 59).atZone(ZoneId.of(zone));
        due = schedule.nextAfter(due).orElseThrow();
        while (due.getYear() == 2026) {
            counted++;
            digest.update((due.toInstant() + "\n").getBytes(UTF_8));
            due = schedule.nextAfter(due).orElseThrow();
        }

        assertEquals(times, counted);
        assertEquals(sha256, HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void theTableHasManyCasesInTwoZonesAndNoneTwice() {
        List<List<Object>> cases =
                nextTimes().map(row -> List.of(row.get()).subList(0, 3)).toList();

        assertEquals(cases.size(), Set.copyOf(cases).size());
        for (String zone : List.of("Europe/Berlin", "America/New_York")) {
            assertTrue(cases.stream().filter(row -> row.get(1).equals(zone)).count() > 100);
        }
    }

    @Test
    void needsNoMinuteByMinuteSearch() {
        ZonedDateTime moment = LocalDateTime.of(2088, 3, 1, 0, 0).atZone(ZoneId.of("Europe/Berlin"));
        List<CronSchedule> rare = Stream.of(
                        "0 0 29 2 */7", "0 * 29 2 */7", "* * 29 2 */7", "* * 31 2 *", "* 0 31 2 */2")
                .map(CronSchedule::parse)
                .toList();

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 100; i++) {
                rare.forEach(schedule -> schedule.nextAfter(moment));
            }
        });
    }

    @Test
    void secondsOfTheMomentDoNotMatter() {
        CronSchedule schedule = CronSchedule.parse("30 2 * * *");
        ZoneId zone = ZoneId.of("Europe/Berlin");
        ZonedDateTime due = LocalDateTime.of(2026, 5, 1, 2, 30).atZone(zone);

        assertEquals(Optional.of(due), schedule.nextAfter(due.minusNanos(1)));
        assertEquals(Optional.of(due.plusDays(1)), schedule.nextAfter(due));
        assertEquals(Optional.of(due.plusDays(1)), schedule.nextAfter(due.plusSeconds(59)));
    }

    static Stream<Arguments> nextTimes() {
        return rows("next-times.tsv");
    }

    static Stream<Arguments> wholeYears() {
        return rows("whole-years.tsv");
    }

    private static Stream<Arguments> rows(String name) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(CronTimesTest.class.getResourceAsStream(name)), UTF_8))) {
            return lines
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arguments.of((Object[]) line.split("\t")))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
