package org.safeward.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.safeward.settings.Settings;

/**
 * Holds a job before a step, so that one can be killed, paused or cancelled just there. Only with {@code safeward.mode=development}:
 * while the file {@code breakpoint} in Safeward's home holds {@code <kind>.<step>}, jobs wait before that step.
 */
@ApplicationScoped
class Breakpoint {
    private static final long PAUSE_MILLISECONDS = 20;

    @Inject
    private Settings settings;

    void pass(LiveJob job) throws IOException, InterruptedException {
        if (!settings.development()) {
            return;
        }
        Path file = settings.home().resolve("breakpoint");
        String here = job.kind().text() + "." + job.step();
        while (Files.exists(file) && Files.readString(file).strip().equals(here)) {
            job.checkpoint();
            Thread.sleep(PAUSE_MILLISECONDS);
        }
    }
}
