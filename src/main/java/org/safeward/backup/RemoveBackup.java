package org.safeward.backup;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.backup.trash.TrashedFiles;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.ThisNode;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.CopyState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;
import org.safeward.settings.Settings;
import org.safeward.store.BackupStore;

/**
 * /**
 * Removes a backup: into the trash where there is one, else for good: its copy in the second directory and its file first, then its record, so that
 * a failure between leaves a record that can be removed again. While it has copies in destinations its record stays, seen by nobody, until they have
 * let go of them.
 */
@Stateless
public class RemoveBackup {
    /** Who has thrown away what retention has. No user or key has such a name. */
    public static final String RETENTION = "(retention)";

    private static final Set<JobKind> READING = EnumSet.of(JobKind.RESTORE, JobKind.DRILL, JobKind.COPY);

    @Inject
    private BackupRecords records;

    @Inject
    private Jobs jobs;

    @Inject
    private BackupStore store;

    @Inject
    private BackupPlaces places;

    @Inject
    private BackupStores stores;

    @Inject
    private ThisNode node;

    @Inject
    private TrashedFiles files;

    @Inject
    private BackupCopies copies;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    /**
     * @param by who wants it
     * @throws Fault RECORD_NOT_FOUND, RECORD_IN_USE while it is written or restored from, STORE_UNREACHABLE, STORE_MISSING, COPY_LOCKED,
     *     BACKUP_ON_OTHER_NODE
     */
    public void remove(long id, String by) {
        // Locked, so that a restore that is opened now waits, or is seen here.
        remove(records.change(id, row -> {}), settings.keep().trash().map(time -> by));
    }

    /**
     * The same by retention, unless somebody has pinned it since it looked at it.
     *
     * @param foreseen whether it goes for good, trash or not
     * @return whether it was removed
     */
    public boolean expire(long id, boolean foreseen) {
        BackupRecord record = records.change(id, row -> {});
        if (record.pinned()) {
            return false;
        }
        remove(record, settings.keep().trash().filter(time -> !foreseen).map(time -> RETENTION));
        return true;
    }

    /**
     * By retention of this machine: the own files go, and the backup lives on by a copy that was read back from a destination.
     *
     * @param address of that copy, for people
     * @return whether they were removed; not when somebody has pinned it meanwhile
     * @throws Fault RECORD_NOT_FOUND, RECORD_IN_USE, STORE_UNREACHABLE, STORE_MISSING, BACKUP_ON_OTHER_NODE
     */
    public boolean leave(long id, String address) {
        BackupRecord record = records.change(id, row -> {});
        if (record.pinned()) {
            return false;
        }
        requireUnused(record);
        Optional<Path> file = record.file();
        Optional<Path> copy = reachableCopy(record, file);
        copy.ifPresent(this::delete);
        file.ifPresent(this::delete);
        records.change(id, row -> {
            row.copied(null);
            row.fileRemoved(address, clock.instant());
        });
        return true;
    }

    /** @throws Fault RECORD_IN_USE */
    public void requireUnused(BackupRecord record) {
        for (Job job : jobs.active()) {
            if (uses(job, record)) {
                throw new Fault(ErrorCode.RECORD_IN_USE, job.id());
            }
        }
    }

    /** @param thrower empty where it goes for good */
    private void remove(BackupRecord record, Optional<String> thrower) {
        requireUnused(record);
        copies.requireUnlocked(record.id(), clock.instant());
        Optional<Path> file = record.file();
        Optional<Path> copy = reachableCopy(record, file);
        if (thrower.isPresent() && isSomewhere(record, file, copy)) {
            throwAway(record, copy, thrower.get());
        } else {
            copy.ifPresent(this::delete);
            file.ifPresent(this::delete);
            removeRow(record);
        }
    }

    /** The one in the second directory, if there is one, once it is known that every directory is there. */
    private Optional<Path> reachableCopy(BackupRecord record, Optional<Path> file) {
        file.ifPresent(own -> requireOurs(record, own));
        // Where the disk is not mounted nothing is to be removed, and the file would stay for ever without a record.
        if (!record.filePath().isEmpty()) {
            places.second(record.database()).ifPresent(stores::require);
        }
        file.map(Path::getParent).ifPresent(stores::require);
        return record.copyPath().or(() -> file.flatMap(own -> copyOf(record, own)));
    }

    private void removeRow(BackupRecord record) {
        Instant now = clock.instant();
        if (copies.release(record.id(), now)) {
            // Seen by nobody from now on; it goes when the last of them has gone.
            records.change(record.id(), row -> row.whereabouts(row.whereabouts().deleting(now)));
        } else {
            records.remove(record.id());
        }
    }

    /** Else there is nothing that could be brought back. */
    private boolean isSomewhere(BackupRecord record, Optional<Path> file, Optional<Path> copy) {
        return file.filter(Files::exists).isPresent()
                || copy.filter(Files::exists).isPresent()
                || copies.ofRecord(record.id()).stream().anyMatch(other -> other.state() != CopyState.EXPIRED);
    }

    private void throwAway(BackupRecord record, Optional<Path> copy, String by) {
        records.change(record.id(), row -> {
            copy.ifPresent(row::copied);
            files.throwAway(row);
            row.whereabouts(row.whereabouts().trashed(by, clock.instant()));
        });
    }

    private void requireOurs(BackupRecord record, Path file) {
        Optional<String> other = node.other(record.whereabouts().node());
        if (other.isPresent() && !Files.exists(file)) {
            throw new Fault(ErrorCode.BACKUP_ON_OTHER_NODE, other.get(), file);
        }
    }

    /**
     * A copy that nobody has noted, from an earlier version or of a server that died before it could, is known by what it ends with: another Safeward
     * may have the same second directory, and a file of the same name there.
     */
    private Optional<Path> copyOf(BackupRecord record, Path file) {
        return places.second(record.database())
                .map(folder -> folder.resolve(file.getFileName()))
                .filter(copy -> isCopy(file, copy));
    }

    private static boolean isCopy(Path file, Path copy) {
        try {
            return FileCopy.isLike(file, copy);
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.STORE_UNREACHABLE, copy);
        }
    }

    /** A backup that its own job has completed may go; that job is at its retention. */
    public static boolean uses(Job job, BackupRecord record) {
        boolean making = !record.status().ended() && record.taskId() == job.id();
        boolean restoring = READING.contains(job.kind())
                && (record.id().equals(job.recordId()) || record.id().equals(job.safetyRecordId()));
        return making || restoring;
    }

    private void delete(Path file) {
        try {
            store.delete(file);
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.STORE_UNREACHABLE, file);
        }
    }
}
