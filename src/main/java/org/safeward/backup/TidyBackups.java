package org.safeward.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.jobs.JobCleanup;
import org.safeward.jobs.LiveJobs;
import org.safeward.jobs.record.JobKind;
import org.safeward.store.BackupStore;

/**
 * At the end of any job: removes its temporary backup file, and completes a backup whose server died, or lost its catalog, just after
 * publishing it.
 */
@ApplicationScoped
public class TidyBackups {
    private static final Logger LOG = System.getLogger(TidyBackups.class.getName());

    @Inject
    private BackupRecords records;

    @Inject
    private BackupStore store;

    @Inject
    private BackupPlaces places;

    @Inject
    private BackupStores stores;

    @Inject
    private LiveJobs lives;

    @Inject
    private InstantSource clock;

    public void after(@Observes JobCleanup ended) {
        if (ended.kind() == JobKind.BACKUP) {
            lives.find(ended.job()).map(job -> job.plan(BackupRun.class)).ifPresent(BackupRun::forgetKey);
        }
        places.allOf(ended.database()).forEach(place -> discard(place, ended.job()));
        places.second(ended.database()).ifPresent(place -> discard(place, ended.job()));
        records.ofJob(ended.job()).forEach(this::completePublished);
    }

    /** A place that is out of reach keeps its leftovers, and nobody else is kept from tidying for that. */
    private void discard(Path place, long job) {
        if (!stores.look(place).usable()) {
            LOG.log(Level.WARNING, "backup directory {0} is not tidied: it is not the one that was used", place);
            return;
        }
        try {
            store.discard(place, job);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "temporary files of job " + job + " could not be removed from " + place, e);
        }
    }

    private void completePublished(BackupRecord record) {
        boolean verified = !record.status().ended() && record.verifiedAt() != null;
        if (verified
                && record.file()
                        .filter(file -> isWhole(file, record.fileSize()))
                        .isPresent()) {
            records.change(record.id(), row -> row.complete(clock.instant()));
        }
    }

    /** The file was fsynced and read back before it was named: if the name is there, with its size, so is the content. */
    private static boolean isWhole(Path file, long size) {
        try {
            return Files.size(file) == size;
        } catch (IOException e) {
            return false;
        }
    }
}
