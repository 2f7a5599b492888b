package org.safeward.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * How often the copies of backups are read again.
 *
 * @param age after which a copy is read again; empty when none is
 * @param second whether those in the second directory are, too
 * @param secondBudget bytes that are read there a day, for where reading costs; empty for no limit
 * @param destinationBudget bytes that are read a day from each destination
 */
public record ScrubSettings(
        Optional<Duration> age, boolean second, Optional<Long> secondBudget, long destinationBudget) {
    private static final long TEN_GIGABYTES = 10_000_000_000L;
    private static final int MOST_DAYS = 3650;

    static ScrubSettings of(SettingReader read) {
        int days = read.number("safeward.scrub.age", 30, 0, MOST_DAYS);
        return new ScrubSettings(
                Optional.of(Duration.ofDays(days)).filter(age -> !age.isZero()),
                read.flag("safeward.scrub.second-directory", true),
                Optional.of(read.bytes("safeward.scrub.second-budget", 0)).filter(bytes -> bytes > 0),
                read.bytes("safeward.scrub.destination-budget", TEN_GIGABYTES));
    }
}
