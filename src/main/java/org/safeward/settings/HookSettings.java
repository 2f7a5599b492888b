package org.safeward.settings;

import java.net.URI;
import java.util.Optional;

/** The addresses that are told of what happens, each by a POST; empty where nobody wants to know. */
public record HookSettings(
        Optional<URI> beforeRestore,
        Optional<URI> afterRestore,
        Optional<URI> onFailure,
        Optional<URI> onSuccess,
        Optional<URI> onOverdue) {

    static HookSettings of(SettingReader read) {
        return new HookSettings(
                read.httpAddress("safeward.hooks.before-restore"),
                read.httpAddress("safeward.hooks.after-restore"),
                read.httpAddress("safeward.hooks.on-failure"),
                read.httpAddress("safeward.hooks.on-success"),
                read.httpAddress("safeward.hooks.on-overdue"));
    }
}
