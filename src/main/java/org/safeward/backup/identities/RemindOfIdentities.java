package org.safeward.backup.identities;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.safeward.jobs.MinutePassed;

/** Each minute: notes recipients that are new, and has somebody told of places that nobody has shown to open. */
@ApplicationScoped
public class RemindOfIdentities {
    private static final Logger LOG = System.getLogger(RemindOfIdentities.class.getName());

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private EncryptedPlaces places;

    @Inject
    private ShownIdentities shown;

    @Inject
    private Event<IdentityUnshown> unshown;

    private final AtomicBoolean working = new AtomicBoolean();

    void everyMinute(@Observes MinutePassed minute) {
        if (working.compareAndSet(false, true)) {
            executor.execute(this::work);
        }
    }

    private void work() {
        try {
            run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "nobody can be reminded of identities now; it is tried again in a minute", e);
        } finally {
            working.set(false);
        }
    }

    public void run() {
        shown.know(places.recipients());
        for (EncryptedPlaces.Standing place : places.all()) {
            if (place.late() && shown.takeTelling(recipients(place))) {
                LOG.log(Level.WARNING, "nobody has shown for long what opens the backups in {0}", place.place());
                unshown.fire(new IdentityUnshown(place));
            }
        }
    }

    private static java.util.List<String> recipients(EncryptedPlaces.Standing place) {
        return place.recipients().stream().map(ShownIdentities.Shown::recipient).toList();
    }
}
