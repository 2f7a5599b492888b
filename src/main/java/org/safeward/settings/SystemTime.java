package org.safeward.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;

/** What time it is, for whoever writes it down or goes by it; tests give another one. The time limits of engines go by the system's. */
@ApplicationScoped
public class SystemTime {
    @Produces
    InstantSource clock() {
        return InstantSource.system();
    }
}
