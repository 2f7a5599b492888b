package org.safeward.monitoring;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.safeward.settings.HealthSettings;

/**
 * What a look at everything has found.
 *
 * @param catalog whether it can be reached; without it nothing else is known, and {@code databases} is empty
 * @param limits what else is asked for
 */
record HealthReport(boolean catalog, List<DatabaseHealth> databases, HealthSettings limits) {
    /** What health is made of. */
    enum Part {
        CATALOG,
        BACKUP_DIRECTORY,
        LAST_BACKUP,
        LAST_PROOF,
        LAST_COPY;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static HealthReport withoutCatalog() {
        return new HealthReport(false, List.of(), HealthSettings.undemanding());
    }

    /** The parts that were looked at, true for those that are in order. */
    Map<Part, Boolean> parts() {
        Map<Part, Boolean> parts = new EnumMap<>(Part.class);
        parts.put(Part.CATALOG, catalog);
        if (catalog) {
            parts.put(Part.BACKUP_DIRECTORY, databases.stream().allMatch(DatabaseHealth::hasPlace));
            limits.maxAge()
                    .ifPresent(age -> parts.put(
                            Part.LAST_BACKUP, databases.stream().allMatch(known -> known.hasBackupWithin(age))));
            limits.maxProvenAge()
                    .ifPresent(age -> parts.put(
                            Part.LAST_PROOF, databases.stream().allMatch(known -> known.wasProvenWithin(age))));
            limits.maxCopyAge()
                    .ifPresent(age -> parts.put(
                            Part.LAST_COPY, databases.stream().allMatch(known -> known.wasCopiedWithin(age))));
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
