package org.safeward.backup.retention;

import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.WrongClock;

/**
 * Whether a backup goes because time has passed and backups have come, as was to be foreseen, or because somebody changed something: the limits,
 * the periods, the time zone, a pin, the word on a strange one.
 *
 * <p>What the rules of today would have removed after the last backup already, and is still there, goes because of a change. That needs no memory
 * of earlier rules, and finds a change of settings too, which no catalog sees. Where one backup goes for that, nobody can say of the others that go
 * with it: none is foreseen.
 */
final class Foreseen {
    private Foreseen() {}

    /**
     * The ids of those that go for nothing but time. Pure; the other arguments are those of {@link Retention#decide}.
     *
     * @param lockEnds until when places refused, or refuse, to let go of backups: what the end of a lock lets go, time does
     */
    static Set<Long> of(
            List<Retention.Facts> records, Retention.Rules rules, Map<Long, Instant> lockEnds, Instant now) {
        Set<Long> removed = removed(records, rules, now);
        List<Instant> moments = records.stream()
                .filter(record -> record.completed() && record.origin() != BackupOrigin.SAFETY)
                .map(Retention.Facts::at)
                .filter(at -> !WrongClock.wrote(at, now))
                .sorted()
                .toList();
        if (moments.size() < 2) {
            return removed;
        }
        Instant last = moments.get(moments.size() - 2);
        List<Retention.Facts> then = records.stream()
                .filter(record -> !record.at().isAfter(last) || WrongClock.wrote(record.at(), now))
                .toList();
        Set<Long> before = removed(then, rules, last);
        before.removeIf(id -> lockEnds.getOrDefault(id, Instant.MIN).isAfter(last));
        return Collections.disjoint(removed, before) ? removed : Set.of();
    }

    private static Set<Long> removed(List<Retention.Facts> records, Retention.Rules rules, Instant now) {
        return Retention.decide(records, rules, now).stream()
                .filter(Retention.Decision::removes)
                .map(Retention.Decision::id)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
