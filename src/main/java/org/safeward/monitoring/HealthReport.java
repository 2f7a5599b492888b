package org.safeward.monitoring;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a look at everything has found.
 *
 * @param catalog whether it can be reached; without it nothing else is known, and {@code databases} is empty
 * @param maxAge of the last good backup; empty when that is not asked for
 */
record HealthReport(boolean catalog, List<DatabaseHealth> databases, Optional<Duration> maxAge) {
    /** What health is made of. */
    enum Part {
        CATALOG,
        BACKUP_DIRECTORY,
        LAST_BACKUP;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static HealthReport withoutCatalog() {
        return new HealthReport(false, List.of(), Optional.empty());
    }

    /** The parts that were looked at, true for those that are in order. */
    Map<Part, Boolean> parts() {
        Map<Part, Boolean> parts = new EnumMap<>(Part.class);
        parts.put(Part.CATALOG, catalog);
        if (catalog) {
            parts.put(Part.BACKUP_DIRECTORY, databases.stream().allMatch(DatabaseHealth::hasPlace));
            maxAge.ifPresent(age ->
                    parts.put(Part.LAST_BACKUP, databases.stream().allMatch(known -> known.hasBackupWithin(age))));
        }
        return parts;
    }

    boolean up() {
        return !parts().containsValue(false);
    }

    List<String> down() {
        return parts().entrySet().stream()
                .filter(part -> !part.getValue())
                .map(part -> part.getKey().text())
                .toList();
    }
}
