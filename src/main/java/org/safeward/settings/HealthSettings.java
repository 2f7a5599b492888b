package org.safeward.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * When health is bad; empty for what it does not depend on.
 *
 * @param maxAge of the last good backup of each database
 * @param maxProvenAge of the last proof that a backup of each database comes back
 */
public record HealthSettings(Optional<Duration> maxAge, Optional<Duration> maxProvenAge) {

    static HealthSettings of(SettingReader read) {
        return new HealthSettings(
                Optional.ofNullable(read.duration("safeward.health.max-age", null)),
                Optional.ofNullable(read.duration("safeward.health.max-proven-age", null)));
    }
}
