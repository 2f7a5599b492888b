package org.safeward.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What maintenance may do.
 *
 * @param cacheDirectories that it empties
 * @param cacheRules which directories nobody means to empty
 * @param restartAllowed whether it may end the process: it is Safeward's alone, and somebody starts it again
 * @param restartCommand that is run instead
 */
public record MaintenanceSettings(
        List<Path> cacheDirectories, CacheRules cacheRules, boolean restartAllowed, Optional<String> restartCommand) {
    static MaintenanceSettings of(SettingReader read, CacheRules rules) {
        List<Path> directories =
                read.paths("safeward.cache.directories", List.of(rules.home().resolve("cache")));
        rules.check(read, "safeward.cache.directories", directories);
        return new MaintenanceSettings(
                directories,
                rules,
                read.flag("safeward.restart.allow-exit", false),
                read.text("safeward.restart.command"));
    }

    /**
     * What speaks against emptying a directory, as things stand in the file system now; empty when nothing does.
     *
     * @param files that must not go with it either
     */
    public Optional<String> cacheObjection(Path directory, List<Path> files) {
        return cacheRules.and(files).objection(directory);
    }
}
