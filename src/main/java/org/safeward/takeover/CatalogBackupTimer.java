package org.safeward.takeover;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.safeward.jobs.MinutePassed;

/** Looks each minute whether the catalog is to be backed up somewhere, unless that goes on still. */
@ApplicationScoped
public class CatalogBackupTimer {
    private static final Logger LOG = System.getLogger(CatalogBackupTimer.class.getName());

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private DueCatalogBackups due;

    private final AtomicBoolean working = new AtomicBoolean();

    public void everyMinute(@Observes MinutePassed minute) {
        if (due.anywhere() && working.compareAndSet(false, true)) {
            executor.execute(this::run);
        }
    }

    private void run() {
        try {
            due.run();
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "whether the catalog is to be backed up could not be found out; the next look is in a minute",
                    e);
        } finally {
            working.set(false);
        }
    }
}
