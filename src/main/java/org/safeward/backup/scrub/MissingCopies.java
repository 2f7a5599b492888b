package org.safeward.backup.scrub;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.safeward.archive.content.FileSum;
import org.safeward.backup.copies.SecondCopy;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Claims;

/**
 * Makes the second copies that are not there: the directory was away when their backups were made, or was set later. A file of that name is left
 * alone, and is the copy when it is the same as the backup.
 */
@ApplicationScoped
class MissingCopies {
    private static final Logger LOG = System.getLogger(MissingCopies.class.getName());
    /** One that could not be made is tried again after so long. */
    private static final Duration AGAIN = Duration.ofHours(6);

    @Inject
    private BackupRecords records;

    @Inject
    private DueCopies due;

    @Inject
    private BackupPlaces places;

    @Inject
    private BackupStores stores;

    @Inject
    private SecondCopy second;

    @Inject
    private SlowReading pace;

    @Inject
    private Claims claims;

    @Inject
    private InstantSource clock;

    private final Map<Long, Instant> tried = new ConcurrentHashMap<>();

    /** Newest first; none while a disk is away, or a job has the database, which may be about to make one itself. */
    List<Long> of(String database) {
        List<Path> chain = places.secondChain(database);
        boolean possible = !chain.isEmpty()
                && chain.stream().allMatch(directory -> stores.look(directory).usable())
                && claims.holder(database).isEmpty();
        return possible
                ? due.withoutCopy(database).stream().filter(this::hasItsTurn).toList()
                : List.of();
    }

    private boolean hasItsTurn(long id) {
        Instant last = tried.get(id);
        return last == null || last.isBefore(clock.instant().minus(AGAIN));
    }

    void make(long id) {
        records.find(id)
                .filter(record -> record.copyPath().isEmpty())
                .filter(record -> record.file().filter(Files::exists).isPresent())
                .ifPresent(this::make);
    }

    private void make(BackupRecord record) {
        tried.put(record.id(), clock.instant());
        Path copy = second.place(record);
        try {
            if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
                second.make(record, HealCopy.NO_JOB, pace::pause);
                LOG.log(Level.INFO, "backup {0} has its copy now: {1}", record.id(), copy);
            } else if (Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)
                    && FileSum.sha256(copy, pace::pause).equals(record.sha256())) {
                second.note(record, copy);
            } else {
                LOG.log(Level.WARNING, "backup {0} cannot be copied, the name is taken: {1}", record.id(), copy);
            }
        } catch (Fault | IOException e) {
            LOG.log(Level.WARNING, "backup " + record.id() + " could not be copied to " + copy, e);
        }
    }
}
