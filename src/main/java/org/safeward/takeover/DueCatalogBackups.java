package org.safeward.takeover;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.safeward.destinations.CatalogCopies;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.fault.Fault;
import org.safeward.rest.Faults;

/** Backs the catalog up to each encrypted destination, once a day, after the day's first good copy there. */
@ApplicationScoped
public class DueCatalogBackups {
    private static final Logger LOG = System.getLogger(DueCatalogBackups.class.getName());

    @Inject
    private Destinations destinations;

    @Inject
    private CatalogCopies copies;

    @Inject
    private BackUpCatalog backUp;

    @Inject
    private ForgetCatalogs forget;

    @Inject
    private Event<CatalogBackupFailed> failures;

    @Inject
    private InstantSource clock;

    /** Whether there is a destination that it may go to. */
    public boolean anywhere() {
        return !encrypted().isEmpty();
    }

    private List<Destination> encrypted() {
        return destinations.all().stream()
                .filter(destination -> destination.settings().encrypts())
                .toList();
    }

    public void run() {
        for (Destination destination : encrypted()) {
            if (copies.take(destination.name())) {
                backUp(destination);
            }
        }
    }

    private void backUp(Destination destination) {
        try {
            String name = backUp.to(destination);
            copies.made(destination.name(), name, clock.instant());
        } catch (IOException | SQLException | RuntimeException e) {
            Fault fault = Faults.of(Faults.unwrapped(e));
            if (copies.failed(destination.name(), fault)) {
                failures.fire(new CatalogBackupFailed(destination.name(), fault));
            }
            LOG.log(
                    Level.WARNING,
                    "the catalog was not backed up to " + destination.name() + "; the next attempt is in an hour",
                    fault);
        }
        forgetOld(destination);
    }

    private void forgetOld(Destination destination) {
        try {
            forget.old(destination);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "old backups of the catalog stay in " + destination.name() + " until tomorrow", e);
        }
    }
}
