package org.safeward.backup.retention;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;

/** From which destinations which copies would go after the next good backup, for whoever looks before. */
@ApplicationScoped
class CopiesGoing {
    private static final Set<CopyState> LYING = EnumSet.of(CopyState.GOOD, CopyState.UNREAD, CopyState.DAMAGED);

    @Inject
    private BackupCopies copies;

    @Inject
    private DestinationsOfDatabase destinations;

    /**
     * @param fresh whether the config was changed so lately that no copy goes by the rules of its place
     * @return names of destinations by the id of the backup; a lock that has not ended by then holds a copy nevertheless
     */
    Map<Long, Set<String>> of(KeptInPlaces.Outcome outcome, boolean fresh) {
        Map<Long, Set<String>> going = new TreeMap<>();
        List<Long> removed = outcome.decisions().stream()
                .filter(Retention.Decision::removes)
                .map(Retention.Decision::id)
                .toList();
        Set<String> following = destinations.following();
        copies.ofRecords(removed)
                .forEach((id, all) -> all.stream()
                        .filter(copy -> LYING.contains(copy.state()))
                        .map(BackupCopy::destination)
                        .filter(place -> !outcome.keepers().containsKey(id) || following.contains(place))
                        .forEach(place -> add(going, id, place)));
        if (!fresh) {
            outcome.copies().forEach(copy -> add(going, copy.id(), copy.place()));
        }
        return going;
    }

    private static void add(Map<Long, Set<String>> going, long id, String place) {
        going.computeIfAbsent(id, record -> new TreeSet<>()).add(place);
    }
}
