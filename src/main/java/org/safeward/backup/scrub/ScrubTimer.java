package org.safeward.backup.scrub;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.safeward.engine.WorkStopped;
import org.safeward.jobs.MinutePassed;

/** Lets the scrubbing look each minute whether something is due, unless it is at work still. */
@ApplicationScoped
public class ScrubTimer {
    private static final Logger LOG = System.getLogger(ScrubTimer.class.getName());

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private ScrubCopies scrub;

    private final AtomicBoolean working = new AtomicBoolean();

    public void everyMinute(@Observes MinutePassed minute) {
        if (working.compareAndSet(false, true)) {
            executor.execute(this::run);
        }
    }

    private void run() {
        try {
            scrub.run();
        } catch (WorkStopped e) {
            LOG.log(Level.DEBUG, "the server stops, and the scrubbing with it", e);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "reading the copies of backups again failed; it goes on in a minute", e);
        } finally {
            working.set(false);
        }
    }
}
