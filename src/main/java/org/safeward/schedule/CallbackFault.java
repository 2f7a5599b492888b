package org.safeward.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.safeward.settings.Settings;

/**
 * Lets timer callbacks fail, so that it can be seen that they are called again. Only with {@code safeward.mode=development}: while the
 * file {@code timer-fault} in Safeward's home holds a number above zero, a callback counts it down and fails.
 */
@ApplicationScoped
class CallbackFault {
    @Inject
    private Settings settings;

    void pass() {
        Path file = settings.home().resolve("timer-fault");
        if (!settings.development() || !Files.exists(file)) {
            return;
        }
        try {
            int left = Integer.parseInt(Files.readString(file).strip());
            if (left > 0) {
                Files.writeString(file, Integer.toString(left - 1));
                throw new IllegalStateException("a fault as asked for, " + left + " to come");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
