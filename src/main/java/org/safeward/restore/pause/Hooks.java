package org.safeward.restore.pause;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.io.IOException;
import java.net.URI;
import org.safeward.hooks.HookCall;
import org.safeward.settings.Settings;

/** Calls the application's hooks: HTTP POST of a small JSON; anything but a 2xx answer is a failure. */
@ApplicationScoped
class Hooks {
    @Inject
    private Settings settings;

    /** Whether anybody is told about restores at all. */
    boolean anyConfigured() {
        return settings.hooks().beforeRestore().isPresent()
                || settings.hooks().afterRestore().isPresent();
    }

    void before(String database, long job) throws IOException, InterruptedException {
        if (settings.hooks().beforeRestore().isPresent()) {
            call(settings.hooks().beforeRestore().get(), "before-restore", database, job);
        }
    }

    void after(String database, long job) throws IOException, InterruptedException {
        if (settings.hooks().afterRestore().isPresent()) {
            call(settings.hooks().afterRestore().get(), "after-restore", database, job);
        }
    }

    private static void call(URI address, String event, String database, long job)
            throws IOException, InterruptedException {
        HookCall.post(
                address,
                Json.createObjectBuilder()
                        .add("event", event)
                        .add("database", database)
                        .add("job", job)
                        .build());
    }
}
