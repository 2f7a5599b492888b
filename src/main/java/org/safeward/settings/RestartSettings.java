package org.safeward.settings;

import java.util.Optional;

/**
 * Whether and how maintenance may restart the server.
 *
 * @param allowed to end the process: it is Safeward's alone, and somebody starts it again
 * @param command that does it instead
 */
public record RestartSettings(boolean allowed, Optional<String> command) {
    static RestartSettings of(SettingReader read) {
        return new RestartSettings(
                read.flag("safeward.restart.allow-exit", false), read.text("safeward.restart.command"));
    }
}
