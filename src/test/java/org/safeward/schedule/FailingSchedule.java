package org.safeward.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Specializes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.safeward.settings.Settings;

/**
 * Fails in timer callbacks while the file {@code timer-fault} in Safeward's home holds a number above zero, counting it down. In the server,
 * which has it from {@link org.safeward.server.FaultyWar}; {@link FaultyServer} sees that callbacks are called again.
 */
@Specializes
@ApplicationScoped
class FailingSchedule extends RunSchedule {
    @Inject
    private Settings settings;

    @Override
    void runDue(String database) {
        Path file = settings.home().resolve("timer-fault");
        try {
            int left =
                    Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
            if (left > 0) {
                Files.writeString(file, Integer.toString(left - 1));
                throw new IllegalStateException("a fault as asked for, " + left + " to come");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        super.runDue(database);
    }
}
