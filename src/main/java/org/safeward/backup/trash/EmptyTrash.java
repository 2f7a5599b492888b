package org.safeward.backup.trash;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.safeward.catalog.BackupRecord;
import org.safeward.fault.Fault;
import org.safeward.jobs.MinutePassed;
import org.safeward.settings.Settings;

/** Each minute: what lies in the trash for longer than the setting says goes for good. */
@ApplicationScoped
public class EmptyTrash {
    private static final Logger LOG = System.getLogger(EmptyTrash.class.getName());

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private TrashedRecords trashed;

    @Inject
    private PurgeBackup purge;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    private final AtomicBoolean working = new AtomicBoolean();

    public void everyMinute(@Observes MinutePassed minute) {
        if (working.compareAndSet(false, true)) {
            executor.execute(this::work);
        }
    }

    private void work() {
        try {
            run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the trash could not be emptied; it is tried again in a minute", e);
        } finally {
            working.set(false);
        }
    }

    /** Without a trash, whatever still lies there. */
    public void run() {
        Instant limit = clock.instant().minus(settings.keep().trash().orElse(Duration.ZERO));
        trashed.all().stream()
                .filter(record ->
                        !record.whereabouts().trashedAt().orElseThrow().isAfter(limit))
                .forEach(this::purge);
    }

    private void purge(BackupRecord record) {
        try {
            purge.run(record.id());
            LOG.log(Level.INFO, "backup {0} has left the trash for good: {1}", record.id(), record.filePath());
        } catch (Fault e) {
            // The status tells of a directory that is out of reach; nobody needs a line each minute.
            LOG.log(Level.DEBUG, "backup " + record.id() + " stays in the trash for now", e);
        }
    }
}
