package org.safeward.backup.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.safeward.backup.retention.Retention.Decision;
import org.safeward.backup.retention.Retention.Facts;
import org.safeward.backup.retention.Retention.Reason;

/**
 * What goes from which place, where destinations keep copies by rules of their own. Pure.
 *
 * <p>In each place the rules count what is good in that place, with the promises of {@link Retention}: a copy that is not there pushes nothing out.
 * Where the rules of a place let a backup go that those of another keep, it goes only when the other has a good one and could be reached last. What no
 * rule of any place keeps goes from all of them.
 */
final class KeptInPlaces {
    /**
     * A destination with rules of its own. All sets are of ids of backups.
     *
     * @param reachable whether it answered when it was asked last
     * @param good those that were read back from there
     * @param damaged those that lie there and are not good
     * @param staying those that nothing removes now: locked by the place, or never read from there
     * @param owed those that it shall get, or get again
     */
    record Place(
            String name,
            Retention.Rules rules,
            boolean reachable,
            Set<Long> good,
            Set<Long> damaged,
            Set<Long> staying,
            Set<Long> owed) {}

    /**
     * A copy that goes from a place.
     *
     * @param keeper the place that keeps the backup, where it goes for that reason alone
     */
    record Going(long id, String place, Optional<String> keeper) {}

    /**
     * @param decisions on all backups of this machine
     * @param keepers of each one that these remove and that lives on elsewhere, a place that keeps it
     * @param copies without those of backups that go as a whole
     */
    record Outcome(List<Decision> decisions, Map<Long, String> keepers, List<Going> copies) {
        /** A backup that goes as a whole, or is there alone, stays for what is locked of it. */
        Outcome unlessLocked(Set<Long> locked) {
            List<Decision> kept = decisions.stream()
                    .map(decision -> locked.contains(decision.id()) && goesOrIsThere(decision)
                            ? new Decision(decision.id(), Reason.LOCKED)
                            : decision)
                    .toList();
            return new Outcome(kept, keepers, copies);
        }

        private boolean goesOrIsThere(Decision decision) {
            return decision.reason() == Reason.IN_DESTINATION
                    || decision.removes() && !keepers.containsKey(decision.id());
        }

        Set<Long> goingFrom(String place) {
            return copies.stream()
                    .filter(copy -> copy.place().equals(place))
                    .map(Going::id)
                    .collect(Collectors.toSet());
        }
    }

    private final List<Facts> records;
    private final Instant now;
    private final Map<Place, Set<Long>> kept = new HashMap<>();
    private final Map<Place, Set<Long>> wanted = new HashMap<>();

    private KeptInPlaces(List<Facts> records, List<Place> places, Instant now) {
        this.records = records;
        this.now = now;
        for (Place place : places) {
            Set<Long> good = place.good();
            Set<Long> stay = kept(place, good);
            stay.addAll(place.staying());
            kept.put(place, stay);
            Set<Long> hoped = new HashSet<>(place.owed());
            hoped.addAll(good);
            Set<Long> awaited = kept(place, hoped);
            awaited.retainAll(place.owed());
            wanted.put(place, awaited);
        }
    }

    /**
     * @param records all of one database
     * @param decisions by the rules of this machine, on those that lie here
     * @param here those of which a good file lies on this machine and can be reached
     */
    static Outcome decide(
            List<Facts> records, List<Decision> decisions, Set<Long> here, List<Place> places, Instant now) {
        KeptInPlaces all = new KeptInPlaces(records, places, now);
        Map<Long, Decision> local = decisions.stream().collect(Collectors.toMap(Decision::id, decision -> decision));
        Map<Long, String> keepers = new HashMap<>();
        List<Decision> outcome = new ArrayList<>();
        for (Decision decision : decisions) {
            Optional<Place> keeper = all.keeper(decision.id(), place -> true);
            if (!decision.removes()) {
                outcome.add(decision);
            } else if (keeper.isPresent()) {
                keepers.put(decision.id(), keeper.get().name());
                outcome.add(decision);
            } else {
                outcome.add(
                        all.isWanted(decision.id())
                                ? new Decision(decision.id(), Reason.AWAITS_DESTINATION)
                                : decision);
            }
        }
        Set<Long> wholly = outcome.stream()
                .filter(decision -> decision.removes() && !keepers.containsKey(decision.id()))
                .map(Decision::id)
                .collect(Collectors.toSet());
        List<Going> copies = new ArrayList<>();
        for (Place place : places) {
            Set<Long> going = new HashSet<>(place.good());
            going.addAll(place.damaged());
            going.removeAll(all.kept.get(place));
            going.removeAll(wholly);
            going.forEach(id -> all.going(id, place, local.get(id), here).ifPresent(copies::add));
        }
        return new Outcome(outcome, keepers, copies);
    }

    /** Empty where somewhere else keeps it, or is to, and nothing shows that it is there. */
    private Optional<Going> going(long id, Place place, Decision local, Set<Long> here) {
        boolean keptHere = local != null && !local.removes() && local.reason() != Reason.IN_DESTINATION;
        boolean keptElsewhere = Stream.concat(kept.entrySet().stream(), wanted.entrySet().stream())
                .anyMatch(other -> other.getKey() != place && other.getValue().contains(id));
        boolean freely = !place.good().contains(id) || keptHere && here.contains(id) || !keptHere && !keptElsewhere;
        Optional<Going> freed = freely ? Optional.of(new Going(id, place.name(), Optional.empty())) : Optional.empty();
        return freed.or(() -> keeper(id, other -> other != place)
                .map(keeper -> new Going(id, place.name(), Optional.of(keeper.name()))));
    }

    /** A place that keeps it, has a good one, and can be reached. */
    private Optional<Place> keeper(long id, Predicate<Place> which) {
        return kept.entrySet().stream()
                .filter(entry -> entry.getValue().contains(id))
                .map(Map.Entry::getKey)
                .filter(which)
                .filter(place -> place.reachable() && place.good().contains(id))
                .findFirst();
    }

    private boolean isWanted(long id) {
        return kept.values().stream().anyMatch(ids -> ids.contains(id))
                || wanted.values().stream().anyMatch(ids -> ids.contains(id));
    }

    /** What the rules of a place would keep if these were the good ones there. A strange one holds others, wherever it lies itself. */
    private Set<Long> kept(Place place, Set<Long> good) {
        List<Facts> there = records.stream()
                .filter(record -> good.contains(record.id()) || place.damaged().contains(record.id()) || record.holds())
                .map(record -> in(record, good.contains(record.id())))
                .toList();
        return Retention.decide(there, place.rules(), now).stream()
                .filter(decision -> !decision.removes())
                .map(Decision::id)
                .filter(id -> good.contains(id) || place.damaged().contains(id))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Facts in(Facts record, boolean good) {
        return new Facts(
                record.id(),
                record.at(),
                record.status(),
                record.origin(),
                good,
                record.degraded(),
                record.pinned(),
                record.inUse(),
                record.strange());
    }
}
