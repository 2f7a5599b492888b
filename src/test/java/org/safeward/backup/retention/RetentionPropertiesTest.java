package org.safeward.backup.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.safeward.backup.retention.Retention.Decision;
import org.safeward.backup.retention.Retention.Facts;
import org.safeward.backup.retention.Retention.Rules;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.RunState;

/**
 * The rules of the design as sets, over random histories of every origin and state: what is protected, what is condemned, and that a
 * record is removed if and only if it is condemned and not protected.
 */
class RetentionPropertiesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:00:00Z");
    private static final Set<BackupOrigin> REGULAR = Set.of(BackupOrigin.REQUEST, BackupOrigin.SCHEDULE);
    private static final Set<RunState> UNFINISHED = Set.of(RunState.PENDING, RunState.RUNNING);
    private static final Set<RunState> FAILED = Set.of(RunState.FAILED, RunState.CANCELLED, RunState.TIMEOUT);

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void neverRemovesWhatIsProtected(@ForAll("histories") List<Facts> history, @ForAll("rules") Rules rules) {
        Set<Long> removed = removed(history, rules);

        assertTrue(protectedOnes(history).stream().noneMatch(record -> removed.contains(record.id())));
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void removesWhatIsCondemnedAndNothingElse(@ForAll("histories") List<Facts> history, @ForAll("rules") Rules rules) {
        Set<Facts> expected = condemned(history, rules);
        expected.removeAll(protectedOnes(history));

        assertEquals(expected.stream().map(Facts::id).collect(Collectors.toSet()), removed(history, rules));
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void whatIsNotGoodChangesNothingForTheGoodOnes(
            @ForAll("histories") List<Facts> history, @ForAll("rules") Rules rules) {
        // A strange one whose file somebody removed still holds: that is no pushing out.
        List<Facts> calm = acknowledged(history);
        List<Facts> goodOnly =
                calm.stream().filter(RetentionPropertiesTest::isGood).toList();
        Set<Long> removedOfAll = removed(calm, rules);
        removedOfAll.retainAll(goodOnly.stream().map(Facts::id).toList());

        assertEquals(removed(goodOnly, rules), removedOfAll);
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void strangeOnesHoldFourAtMostEachAndChangeNothingElse(
            @ForAll("histories") List<Facts> history, @ForAll("rules") Rules rules) {
        Set<Long> held = Retention.decide(history, rules, NOW).stream()
                .filter(decision -> decision.reason() == Retention.Reason.HELD)
                .map(Decision::id)
                .collect(Collectors.toSet());
        Set<Long> removed = removed(history, rules);
        Set<Long> withoutHold = removed(acknowledged(history), rules);

        assertTrue(held.size()
                <= 4 * those(history, RetentionPropertiesTest::isStrange).size());
        assertTrue(withoutHold.containsAll(held), "only what would go is held");
        withoutHold.removeAll(held);
        assertEquals(withoutHold, removed);
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void aGoodBackupIsLeftWhenThereWasOne(@ForAll("histories") List<Facts> history, @ForAll("rules") Rules rules) {
        List<Facts> left = left(history, rules);

        assertEquals(
                history.stream().anyMatch(RetentionPropertiesTest::isGood),
                left.stream().anyMatch(RetentionPropertiesTest::isGood));
        assertEquals(
                history.stream().anyMatch(record -> record.status() == RunState.COMPLETED),
                left.stream().anyMatch(record -> record.status() == RunState.COMPLETED));
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void aSecondRunRemovesNothingMore(@ForAll("histories") List<Facts> history, @ForAll("rules") Rules rules) {
        assertEquals(Set.of(), removed(left(history, rules), rules));
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void decidesOnEveryRecordInTheirOrder(@ForAll("histories") List<Facts> history, @ForAll("rules") Rules rules) {
        assertEquals(
                history.stream().map(Facts::id).toList(),
                Retention.decide(history, rules, NOW).stream().map(Decision::id).toList());
    }

    private static Set<Facts> protectedOnes(List<Facts> history) {
        Set<Facts> safe = new HashSet<>();
        safe.addAll(those(history, record -> UNFINISHED.contains(record.status())));
        safe.addAll(those(history, Facts::pinned));
        safe.addAll(those(history, Facts::inUse));
        safe.addAll(newest(1, those(history, RetentionPropertiesTest::isGood)));
        safe.addAll(newest(1, those(history, record -> isGood(record) && REGULAR.contains(record.origin()))));
        safe.addAll(newest(3, those(history, record -> isGood(record) && record.origin() == BackupOrigin.SAFETY)));
        safe.addAll(newest(
                10, those(history, record -> isGood(record) && record.origin() == BackupOrigin.MAINTENANCE)));
        for (Facts strange : those(history, RetentionPropertiesTest::isStrange)) {
            safe.add(strange);
            List<Facts> older = sorted(history);
            older = older.subList(older.indexOf(strange) + 1, older.size());
            safe.addAll(newest(3, those(older, record -> isGood(record) && !record.strange())));
        }
        if (those(history, RetentionPropertiesTest::isGood).isEmpty()) {
            safe.addAll(newest(1, those(history, record -> record.status() == RunState.COMPLETED)));
        }
        return safe;
    }

    private static Set<Facts> condemned(List<Facts> history, Rules rules) {
        Predicate<Facts> old =
                record -> Duration.between(record.at(), NOW).compareTo(Duration.ofDays(rules.days())) > 0;
        Predicate<Facts> maintenance = record -> record.origin() == BackupOrigin.MAINTENANCE;
        List<Facts> regularGood = those(history, record -> isGood(record) && REGULAR.contains(record.origin()));
        List<Facts> safetyGood = those(history, record -> isGood(record) && record.origin() == BackupOrigin.SAFETY);
        List<Facts> maintenanceGood = those(history, maintenance.and(RetentionPropertiesTest::isGood));
        List<Facts> maintenanceFiles = those(history, maintenance.and(record -> record.status() == RunState.COMPLETED));
        List<Facts> notGood = those(history, record -> record.status() == RunState.COMPLETED && !isGood(record));

        Set<Facts> gone = new HashSet<>();
        gone.addAll(those(history, old.and(record -> FAILED.contains(record.status()))));
        gone.addAll(those(regularGood, old));
        gone.addAll(allBut(rules.maxCount(), regularGood));
        gone.addAll(allBut(3, safetyGood));
        gone.addAll(allBut(10, maintenanceGood));
        gone.addAll(those(notGood, old.and(maintenance.negate())));
        gone.addAll(those(allBut(10, maintenanceFiles), record -> !isGood(record)));
        return gone;
    }

    private static boolean isGood(Facts record) {
        return record.status() == RunState.COMPLETED && record.verified() && !record.degraded();
    }

    private static boolean isStrange(Facts record) {
        return record.status() == RunState.COMPLETED && record.strange();
    }

    /** As if somebody had acknowledged them all. */
    private static List<Facts> acknowledged(List<Facts> history) {
        return history.stream()
                .map(record -> new Facts(
                        record.id(),
                        record.at(),
                        record.status(),
                        record.origin(),
                        record.verified(),
                        record.degraded(),
                        record.pinned(),
                        record.inUse(),
                        false))
                .toList();
    }

    private static List<Facts> those(List<Facts> records, Predicate<Facts> which) {
        return records.stream().filter(which).toList();
    }

    private static List<Facts> newest(int count, List<Facts> records) {
        return sorted(records).subList(0, Math.min(count, records.size()));
    }

    private static List<Facts> allBut(int count, List<Facts> records) {
        return sorted(records).subList(Math.min(count, records.size()), records.size());
    }

    /** Newest first. What says that it is of the future was made by a clock that was wrong, and counts as the oldest. */
    private static List<Facts> sorted(List<Facts> records) {
        List<Facts> sorted = new ArrayList<>(records);
        sorted.sort(Comparator.comparing(
                        (Facts record) -> record.at().isBefore(NOW.plusSeconds(61)) ? record.at() : Instant.EPOCH)
                .thenComparing(Facts::id)
                .reversed());
        return sorted;
    }

    private static Set<Long> removed(List<Facts> history, Rules rules) {
        return Retention.decide(history, rules, NOW).stream()
                .filter(Decision::removes)
                .map(Decision::id)
                .collect(Collectors.toSet());
    }

    private static List<Facts> left(List<Facts> history, Rules rules) {
        Set<Long> removed = removed(history, rules);
        return those(history, record -> !removed.contains(record.id()));
    }

    /** Ages meet the limit to the second and each other; ids do not go with the times, and the list is in no order. */
    @Provide
    Arbitrary<List<Facts>> histories() {
        Arbitrary<Instant> times = Combinators.combine(
                        Arbitraries.integers().between(-1, 12), Arbitraries.of(-1L, 0L, 1L))
                .as((days, seconds) -> NOW.minus(Duration.ofDays(days)).plusSeconds(seconds));
        Arbitrary<RunState> states = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(RunState.COMPLETED)), Tuple.of(1, Arbitraries.of(RunState.class)));
        Arbitrary<Boolean> seldom = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
        Arbitrary<Boolean> often = Arbitraries.frequency(Tuple.of(1, false), Tuple.of(3, true));
        Arbitrary<Facts> facts = Combinators.combine(
                        Arbitraries.longs().between(1, 1000),
                        times,
                        states,
                        Arbitraries.of(BackupOrigin.class),
                        often,
                        seldom,
                        // Pinned, in use, strange.
                        seldom.list().ofSize(3))
                .as((id, at, state, origin, verified, degraded, marks) ->
                        new Facts(id, at, state, origin, verified, degraded, marks.get(0), marks.get(1), marks.get(2)));
        // Few origins now and then, so that classes fill past their limits.
        return Arbitraries.oneOf(facts, facts.map(RetentionPropertiesTest::ofMaintenance))
                .list()
                .uniqueElements(Facts::id)
                .ofMaxSize(50);
    }

    private static Facts ofMaintenance(Facts facts) {
        return new Facts(
                facts.id(),
                facts.at(),
                facts.status(),
                BackupOrigin.MAINTENANCE,
                facts.verified(),
                facts.degraded(),
                facts.pinned(),
                facts.inUse(),
                facts.strange());
    }

    @Provide
    Arbitrary<Rules> rules() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 10),
                        Arbitraries.integers().between(1, 12))
                .as(Rules::new);
    }
}
