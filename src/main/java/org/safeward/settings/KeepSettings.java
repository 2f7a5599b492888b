package org.safeward.settings;

/**
 * What is kept in this machine's backup directories, besides what the config of each database says.
 *
 * @param rules periods alone
 */
public record KeepSettings(KeepRules rules) {
    static KeepSettings of(SettingReader read) {
        return new KeepSettings(rules(read));
    }

    private static KeepRules rules(SettingReader read) {
        return read.told("safeward.backup.keep", KeepRules::ofPeriods, KeepRules.OF_THE_CONFIG);
    }
}
