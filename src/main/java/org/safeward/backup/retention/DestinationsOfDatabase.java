package org.safeward.backup.retention;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.safeward.catalog.BackupConfig;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestinations;
import org.safeward.settings.KeepRules;

/** What the catalog knows of the copies of a database's backups in destinations that keep by rules of their own, or have locked them. */
@ApplicationScoped
public class DestinationsOfDatabase {
    private static final Set<CopyState> OWED = EnumSet.of(CopyState.WAITING, CopyState.UPLOADING, CopyState.DAMAGED);
    private static final Set<CopyState> LYING = EnumSet.of(CopyState.GOOD, CopyState.UNREAD, CopyState.DAMAGED);

    @Inject
    private Destinations destinations;

    @Inject
    private KnownDestinations known;

    @Inject
    private BackupCopies copies;

    @Inject
    private InstantSource clock;

    /** Of those without rules of their own, only what is locked there: any other copy there goes with its backup. */
    List<KeptInPlaces.Place> places(BackupConfig config, List<BackupRecord> records) {
        Map<String, List<BackupCopy>> byPlace =
                copiesOf(records).stream().collect(Collectors.groupingBy(BackupCopy::destination));
        List<KeptInPlaces.Place> places = new ArrayList<>();
        for (Destination destination : destinations.all()) {
            List<BackupCopy> there = byPlace.getOrDefault(destination.name(), List.of());
            List<BackupCopy> locked = there.stream().filter(this::isLocked).toList();
            if (keepsByItself(destination)) {
                places.add(place(destination, config, there));
            } else if (!locked.isEmpty()) {
                places.add(place(destination, config, locked));
            }
        }
        return places;
    }

    private KeptInPlaces.Place place(Destination destination, BackupConfig config, List<BackupCopy> there) {
        KeepRules keep = destination.settings().keep();
        return new KeptInPlaces.Place(
                destination.name(),
                new Retention.Rules(
                        keep.days().orElse(config.retentionDays()),
                        keep.count().orElse(config.maxCount()),
                        keep.periods(),
                        config.zone()),
                known.get(destination).failedAt().isEmpty(),
                ids(there, copy -> copy.state() == CopyState.GOOD),
                ids(there, copy -> copy.state() == CopyState.DAMAGED),
                ids(there, copy -> copy.state() == CopyState.UNREAD || isLocked(copy)),
                ids(there, copy -> OWED.contains(copy.state())));
    }

    private boolean isLocked(BackupCopy copy) {
        return LYING.contains(copy.state()) && copy.isLocked(clock.instant());
    }

    /** Until when places refuse to let go of backups, or have refused, by the ids of those that were ever locked. */
    Map<Long, Instant> lockEnds(List<BackupRecord> records) {
        return copiesOf(records).stream()
                .filter(copy ->
                        copy.state() != CopyState.EXPIRED && copy.lockedUntil().isPresent())
                .collect(Collectors.toMap(
                        BackupCopy::record,
                        copy -> copy.lockedUntil().orElseThrow(),
                        (one, other) -> one.isAfter(other) ? one : other));
    }

    /** The ids of those of which nothing but copies in such destinations, or locked ones, is left. */
    Set<Long> onlyThere(List<BackupRecord> records) {
        Set<String> own = destinations.all().stream()
                .filter(DestinationsOfDatabase::keepsByItself)
                .map(Destination::name)
                .collect(Collectors.toSet());
        Map<Long, Boolean> only = new HashMap<>();
        for (BackupCopy copy : copiesOf(records)) {
            if (LYING.contains(copy.state())) {
                boolean stays = own.contains(copy.destination()) || isLocked(copy);
                only.merge(copy.record(), stays, Boolean::logicalAnd);
            }
        }
        return records.stream()
                .filter(record -> record.whereabouts().fileRemovedAt().isPresent()
                        && record.copyPath().isEmpty()
                        && only.getOrDefault(record.id(), false))
                .map(BackupRecord::id)
                .collect(Collectors.toSet());
    }

    /** Of those whose file goes: where a copy lies, for people. */
    String address(long record, String place) {
        String name = copies.ofRecord(record).stream()
                .filter(copy -> copy.destination().equals(place))
                .findFirst()
                .flatMap(BackupCopy::name)
                .orElse("");
        return destinations.get(place).address() + "/" + name;
    }

    /** The names of the destinations where a copy goes with its own backup's file. */
    Set<String> following() {
        return destinations.all().stream()
                .filter(destination -> !keepsByItself(destination))
                .map(Destination::name)
                .collect(Collectors.toSet());
    }

    private static boolean keepsByItself(Destination destination) {
        return !destination.settings().keep().equals(KeepRules.OF_THE_CONFIG);
    }

    private List<BackupCopy> copiesOf(List<BackupRecord> records) {
        return copies.ofRecords(records.stream().map(BackupRecord::id).toList()).values().stream()
                .flatMap(Collection::stream)
                .toList();
    }

    private static Set<Long> ids(List<BackupCopy> copies, Predicate<BackupCopy> which) {
        return copies.stream().filter(which).map(BackupCopy::record).collect(Collectors.toSet());
    }
}
