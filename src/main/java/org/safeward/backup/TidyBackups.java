package org.safeward.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.jobs.JobEnded;
import org.safeward.store.BackupStore;

/** At the end of any job: removes its temporary backup file, and completes a backup whose server died just after publishing it. */
@ApplicationScoped
class TidyBackups {
    @Inject
    private BackupRecords records;

    @Inject
    private BackupStore store;

    @Inject
    private BackupPlaces places;

    void after(@Observes JobEnded ended) {
        try {
            for (Path place : places.allOf(ended.database())) {
                store.discard(place, ended.job());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (ended.abandoned()) {
                records.ofJob(ended.job()).forEach(this::completePublished);
            }
        }
    }

    private void completePublished(BackupRecord record) {
        boolean verified = !record.status().ended() && record.verifiedAt() != null;
        if (verified && isWhole(Path.of(record.filePath()), record.fileSize())) {
            records.change(record.id(), row -> row.complete(Instant.now()));
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
