package org.safeward.backup.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.safeward.backup.retention.Retention.Decision;
import org.safeward.backup.retention.Retention.Facts;
import org.safeward.backup.retention.Retention.Rules;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.RunState;
import org.safeward.settings.KeepRules.Period;

/** Which of the backups that go do so for nothing but time. */
class ForeseenTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:00:00Z");

    /** Backups come at any pace, and retention works after each by the same rules. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void allIsForeseenAsLongAsNobodyChangesAnything(
            @ForAll @Size(min = 2, max = 60) List<@IntRange(min = 1, max = 90) Integer> hours,
            @ForAll @IntRange(min = 1, max = 6) int days,
            @ForAll @IntRange(min = 1, max = 9) int count,
            @ForAll @IntRange(min = 0, max = 4) int weeks) {
        Rules rules = new Rules(
                days, count, weeks == 0 ? Map.of() : Map.of(Period.WEEKLY, weeks, Period.DAILY, 2), ZoneOffset.UTC);
        List<Facts> history = new ArrayList<>();
        Instant at = NOW;
        for (int pause : hours) {
            at = at.plus(Duration.ofHours(pause));
            history.add(backup(
                    history.isEmpty() ? 1 : history.get(history.size() - 1).id() + 1, at));
            Set<Long> removed = removed(history, rules, at.plusSeconds(5));
            assertEquals(removed, Foreseen.of(history, rules, Map.of(), at.plusSeconds(5)));
            history.removeIf(record -> removed.contains(record.id()));
        }
    }

    @Example
    void whatALowerLimitRemovesIsNot() {
        List<Facts> history = daily(10);

        assertEquals(Set.of(), Foreseen.of(history, new Rules(3, 100), Map.of(), NOW));
        assertEquals(6, removed(history, new Rules(3, 100), NOW).size());
    }

    /** Of eleven, ten stay: the one that goes would have gone with the next backup under any word. */
    @Example
    void whatTheNewestPushesOutIs() {
        assertEquals(Set.of(1L), Foreseen.of(daily(10), new Rules(100, 9), Map.of(), NOW));
    }

    @Example
    void whatTheEndOfALockLetsGoIsAndWhatCouldGoLongAgoIsNot() {
        List<Facts> history = daily(10);
        Rules rules = new Rules(3, 100);
        Set<Long> removed = removed(history, rules, NOW);

        Map<Long, Instant> lately = removed.stream().collect(Collectors.toMap(id -> id, id -> NOW.minusSeconds(60)));
        assertEquals(removed, Foreseen.of(history, rules, lately, NOW));
        Map<Long, Instant> longAgo =
                removed.stream().collect(Collectors.toMap(id -> id, id -> NOW.minus(Duration.ofDays(5))));
        assertEquals(Set.of(), Foreseen.of(history, rules, longAgo, NOW));
    }

    @Example
    void whatWasPinnedUntilNowIsNot() {
        List<Facts> history = daily(3);
        history.add(0, backup(100, NOW.minus(Duration.ofDays(50))));

        assertEquals(Set.of(100L), removed(history, new Rules(7, 9), NOW));
        assertEquals(Set.of(), Foreseen.of(history, new Rules(7, 9), Map.of(), NOW));
    }

    @Example
    void whatWasMadeWhileTheClockWasAheadHidesNothing() {
        List<Facts> history = daily(10);
        history.add(backup(200, NOW.plus(Duration.ofDays(300))));

        assertEquals(Set.of(), Foreseen.of(history, new Rules(3, 100), Map.of(), NOW));
    }

    /** The newest of now, one of each day before. */
    private static List<Facts> daily(int count) {
        List<Facts> history = new ArrayList<>();
        for (int i = count - 1; i >= 0; i--) {
            history.add(backup(count - i, NOW.minus(Duration.ofDays(i))));
        }
        return history;
    }

    private static Facts backup(long id, Instant at) {
        return new Facts(id, at, RunState.COMPLETED, BackupOrigin.SCHEDULE, true, false, false, false, false);
    }

    private static Set<Long> removed(List<Facts> history, Rules rules, Instant now) {
        return Retention.decide(history, rules, now).stream()
                .filter(Decision::removes)
                .map(Decision::id)
                .collect(Collectors.toSet());
    }
}
