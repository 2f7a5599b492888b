package org.safeward.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.safeward.engine.WorkStopped;
import org.safeward.settings.Settings;

/**
 * Holds a job at a place, so that one can be killed, paused or cancelled just there. Only with {@code safeward.mode=development}: while
 * a line of the file {@code breakpoint} in Safeward's home is {@code <kind>.<step>}, jobs wait before that step; some steps have a
 * place inside, {@code <kind>.<step>.<place>}.
 */
@ApplicationScoped
public class Breakpoint {
    private static final long PAUSE_MILLISECONDS = 20;

    @Inject
    private Settings settings;

    void pass(LiveJob job) throws IOException {
        hold(job, here(job));
    }

    /** A place inside the step. */
    public void pass(LiveJob job, String place) throws IOException {
        hold(job, here(job) + "." + place);
    }

    private static String here(LiveJob job) {
        return job.kind().text() + "." + job.step();
    }

    private void hold(LiveJob job, String place) throws IOException {
        if (!settings.development()) {
            return;
        }
        Path file = settings.home().resolve("breakpoint");
        while (lines(file).contains(place)) {
            job.checkpoint();
            try {
                Thread.sleep(PAUSE_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new WorkStopped(e);
            }
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
