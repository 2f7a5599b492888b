package org.safeward.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * What is kept in this machine's backup directories, besides what the config of each database says.
 *
 * @param rules periods alone
 * @param trash how long what was thrown away can be brought back; empty for not at all
 */
public record KeepSettings(KeepRules rules, Optional<Duration> trash) {
    private static final int MOST_DAYS = 365;

    static KeepSettings of(SettingReader read) {
        int days = read.number("safeward.trash.days", 7, 0, MOST_DAYS);
        return new KeepSettings(
                read.told("safeward.backup.keep", KeepRules::ofPeriods, KeepRules.OF_THE_CONFIG),
                Optional.of(Duration.ofDays(days)).filter(time -> !time.isZero()));
    }
}
