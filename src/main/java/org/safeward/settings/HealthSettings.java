package org.safeward.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * When health is bad, empty for what it does not depend on; and when there is a warning.
 *
 * @param maxAge of the last good backup of each database
 * @param maxProvenAge of the last proof that a backup of each database comes back
 * @param maxCopyAge of the newest backup of each database that is good at a destination, for each destination that its backups go to
 * @param offsiteWarnAfter how long a good backup may be missing at a destination before that is a warning
 */
public record HealthSettings(
        Optional<Duration> maxAge,
        Optional<Duration> maxProvenAge,
        Optional<Duration> maxCopyAge,
        Duration offsiteWarnAfter) {
    private static final Duration DAY = Duration.ofDays(1);

    static HealthSettings of(SettingReader read) {
        Optional<Duration> maxCopyAge = Optional.ofNullable(read.duration("safeward.health.max-copy-age", null));
        if (maxCopyAge.isPresent() && read.words("safeward.destinations").isEmpty()) {
            read.fault(
                    "safeward.health.max-copy-age",
                    "asks for copies, and safeward.destinations names no place for them");
        }
        return new HealthSettings(
                Optional.ofNullable(read.duration("safeward.health.max-age", null)),
                Optional.ofNullable(read.duration("safeward.health.max-proven-age", null)),
                maxCopyAge,
                read.duration("safeward.destinations.warn-after", DAY));
    }

    /** Health does not depend on anything that has an age. */
    public static HealthSettings undemanding() {
        return new HealthSettings(Optional.empty(), Optional.empty(), Optional.empty(), DAY);
    }
}
