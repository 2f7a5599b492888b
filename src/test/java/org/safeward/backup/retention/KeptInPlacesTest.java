package org.safeward.backup.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.safeward.backup.retention.KeptInPlaces.Outcome;
import org.safeward.backup.retention.KeptInPlaces.Place;
import org.safeward.backup.retention.Retention.Decision;
import org.safeward.backup.retention.Retention.Facts;
import org.safeward.backup.retention.Retention.Reason;
import org.safeward.backup.retention.Retention.Rules;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.RunState;

/** What goes from where with rules in several places: single cases, and the promise over random ones. */
class KeptInPlacesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:00:00Z");
    private static final Rules SHORT = new Rules(3650, 1);
    private static final Rules LONG = new Rules(3650, 100);

    /** A database's backups, and where they lie. */
    private record World(List<Facts> records, Set<Long> here, Rules local, List<Place> places) {
        Outcome outcome() {
            return KeptInPlaces.decide(records, Retention.decide(records, local, NOW), here, places, NOW);
        }

        Facts record(long id) {
            return records.stream().filter(one -> one.id() == id).findFirst().orElseThrow();
        }
    }

    @Test
    void theFileGoesAndTheBackupLivesOnWhereItIsKept() {
        Outcome outcome = of(SHORT, place("nas", LONG, true, Set.of(1L, 2L, 3L), Set.of()));

        assertEquals(Map.of(1L, "nas", 2L, "nas"), outcome.keepers());
        assertEquals(Set.of(1L, 2L), removed(outcome));
        assertEquals(List.of(), outcome.copies());
    }

    @Test
    void theFileStaysWhileTheKeeperIsAwayOrHasNoneYet() {
        Outcome away = of(SHORT, place("nas", LONG, false, Set.of(1L, 2L, 3L), Set.of()));
        Outcome owed = of(SHORT, place("nas", LONG, true, Set.of(1L), Set.of(2L)));

        assertEquals(Set.of(), removed(away));
        assertEquals(Reason.AWAITS_DESTINATION, away.decisions().get(0).reason());
        assertEquals(Set.of(1L), removed(owed));
        assertEquals(Reason.AWAITS_DESTINATION, owed.decisions().get(1).reason());
    }

    @Test
    void whatNoPlaceKeepsGoesAsAWhole() {
        Outcome outcome = of(SHORT, place("nas", SHORT, true, Set.of(1L, 2L, 3L), Set.of()));

        assertEquals(Set.of(1L, 2L), removed(outcome));
        assertEquals(Map.of(), outcome.keepers());
        assertEquals(List.of(), outcome.copies(), "they go with their backups");
    }

    @Test
    void aCopyGoesWhereTheRulesAreShorterUnlessTheOthersAreAway() {
        Place nas = place("nas", SHORT, true, Set.of(1L, 2L, 3L), Set.of());

        assertEquals(Set.of(1L, 2L), of(LONG, nas).goingFrom("nas"));
        assertEquals(
                Set.of(),
                with(Set.of(), LONG, nas, place("far", LONG, false, Set.of(1L, 2L, 3L), Set.of()))
                        .goingFrom("nas"));
        assertEquals(
                Set.of(1L, 2L),
                with(Set.of(), LONG, nas, place("far", LONG, true, Set.of(1L, 2L, 3L), Set.of()))
                        .goingFrom("nas"));
    }

    @Test
    void whatIsNotGoodThereCountsForNothingThere() {
        Outcome outcome = of(LONG, place("nas", new Rules(3650, 2), true, Set.of(1L, 2L), Set.of(3L)));

        assertEquals(Set.of(), outcome.goingFrom("nas"));
    }

    @Test
    void aCopyThatAnotherOneIsToBeMadeOfStays() {
        Place nas = place("nas", SHORT, true, Set.of(1L, 3L), Set.of());
        Place far = place("far", LONG, true, Set.of(3L), Set.of(1L));

        assertEquals(Set.of(), with(Set.of(), SHORT, nas, far).goingFrom("nas"));
    }

    @Test
    void whatAPlaceHasLockedStaysThereAndKeepsTheBackup() {
        Place nas = new Place("nas", SHORT, true, Set.of(1L, 2L, 3L), Set.of(), Set.of(1L), Set.of());
        Outcome outcome = of(SHORT, nas);

        assertEquals(Map.of(1L, "nas"), outcome.keepers());
        assertEquals(Set.of(), outcome.goingFrom("nas"));
    }

    @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE)
    void nothingIsLostThatARuleKeeps(@ForAll long seed) {
        World world = random(new Random(seed));
        Outcome outcome = world.outcome();
        for (Facts record : world.records()) {
            Set<String> before = good(world, record.id(), true);
            Set<String> after = left(world, outcome, record.id());
            boolean wholly =
                    removed(outcome).contains(record.id()) && !outcome.keepers().containsKey(record.id());
            if (record.pinned() || record.inUse()) {
                assertEquals(before, after);
            }
            if (wholly) {
                assertTrue(world.places().stream().noneMatch(place -> keeps(world, place, record.id())));
            } else if (world.here().contains(record.id()) || !before.isEmpty()) {
                // By itself in a place that keeps it, or somewhere that answers.
                boolean unkept = world.places().stream().noneMatch(place -> keeps(world, place, record.id()))
                        && !localKeeps(world, record.id());
                assertTrue(unkept || !after.isEmpty() || before.isEmpty(), () -> record + " " + outcome);
            }
        }
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void theNewestGoodOneOfEachPlaceStaysThere(@ForAll long seed) {
        World world = random(new Random(seed));
        Outcome outcome = world.outcome();
        for (Place place : world.places()) {
            place.good().stream()
                    .map(world::record)
                    .filter(record -> !record.degraded())
                    .max(Comparator.comparing(Facts::at))
                    .ifPresent(newest -> {
                        assertTrue(!outcome.goingFrom(place.name()).contains(newest.id()));
                        assertTrue(!removed(outcome).contains(newest.id())
                                || outcome.keepers().containsKey(newest.id()));
                    });
        }
    }

    /** The names of the places that answer, and have a good one. */
    private static Set<String> good(World world, long id, boolean here) {
        Set<String> names = world.places().stream()
                .filter(place -> place.reachable() && place.good().contains(id))
                .map(Place::name)
                .collect(Collectors.toCollection(HashSet::new));
        if (here && world.here().contains(id)) {
            names.add("here");
        }
        return names;
    }

    private static Set<String> left(World world, Outcome outcome, long id) {
        Set<String> names = good(world, id, !removed(outcome).contains(id));
        names.removeIf(name -> outcome.goingFrom(name).contains(id));
        return names;
    }

    private static boolean keeps(World world, Place place, long id) {
        Outcome alone = KeptInPlaces.decide(
                world.records(),
                Retention.decide(world.records(), LONG, NOW),
                world.records().stream().map(Facts::id).collect(Collectors.toSet()),
                List.of(place),
                NOW);
        return place.good().contains(id) && !alone.goingFrom(place.name()).contains(id);
    }

    private static boolean localKeeps(World world, long id) {
        return Retention.decide(world.records(), world.local(), NOW).stream()
                .anyMatch(decision -> decision.id() == id && !decision.removes());
    }

    private static World random(Random random) {
        List<Facts> records = new ArrayList<>();
        Set<Long> here = new HashSet<>();
        for (long id = 1; id <= random.nextInt(10); id++) {
            boolean file = random.nextInt(4) > 0;
            if (file) {
                here.add(id);
            }
            Instant at = NOW.minus(Duration.ofHours(500 - 40 * id));
            records.add(new Facts(
                    id,
                    at,
                    RunState.COMPLETED,
                    BackupOrigin.SCHEDULE,
                    file,
                    random.nextInt(8) == 0,
                    random.nextInt(8) == 0,
                    random.nextInt(8) == 0,
                    random.nextInt(8) == 0));
        }
        List<Place> places = new ArrayList<>();
        for (String name : List.of("nas", "far", "cold").subList(0, random.nextInt(4))) {
            places.add(new Place(
                    name, rules(random), random.nextInt(3) > 0, some(records, random), Set.of(), Set.of(), Set.of()));
        }
        return new World(records, here, rules(random), places);
    }

    private static Rules rules(Random random) {
        return new Rules(1 + random.nextInt(20), 1 + random.nextInt(6));
    }

    private static Set<Long> some(List<Facts> records, Random random) {
        return records.stream()
                .map(Facts::id)
                .filter(id -> random.nextBoolean())
                .collect(Collectors.toSet());
    }

    private static Outcome of(Rules local, Place place) {
        return with(Set.of(1L, 2L, 3L), local, place);
    }

    /** Three backups, the third the newest. */
    private static Outcome with(Set<Long> here, Rules local, Place... places) {
        List<Facts> records = new ArrayList<>();
        for (long id = 1; id <= 3; id++) {
            records.add(new Facts(
                    id,
                    NOW.minus(Duration.ofDays(10 - id)),
                    RunState.COMPLETED,
                    BackupOrigin.SCHEDULE,
                    true,
                    false,
                    false,
                    false,
                    false));
        }
        return new World(records, here, local, List.of(places)).outcome();
    }

    private static Place place(String name, Rules rules, boolean reachable, Set<Long> good, Set<Long> owed) {
        return new Place(name, rules, reachable, good, Set.of(), Set.of(), owed);
    }

    private static Set<Long> removed(Outcome outcome) {
        return outcome.decisions().stream()
                .filter(Decision::removes)
                .map(Decision::id)
                .collect(Collectors.toSet());
    }
}
