package org.safeward.backup.retention;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which backups are held while somebody still has to look at a strange one: that one, and the last good ones before it. */
final class HeldByStrange {
    private static final int HELD_BEFORE_STRANGE = 3;

    private HeldByStrange() {}

    static Set<Long> of(List<Retention.Facts> records, Comparator<Retention.Facts> newestFirst) {
        Set<Long> ids = new HashSet<>();
        for (Retention.Facts strange : records) {
            if (strange.holds()) {
                ids.add(strange.id());
                records.stream()
                        .filter(record ->
                                record.good() && !record.strange() && newestFirst.compare(strange, record) < 0)
                        .sorted(newestFirst)
                        .limit(HELD_BEFORE_STRANGE)
                        .forEach(record -> ids.add(record.id()));
            }
        }
        return ids;
    }
}
