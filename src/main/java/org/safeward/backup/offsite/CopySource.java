package org.safeward.backup.offsite;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.backup.fetch.FoundCopy;
import org.safeward.backup.fetch.NearestCopy;
import org.safeward.backup.fetch.NearestLook;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.CopyPlace;
import org.safeward.catalog.ThisNode;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.LiveJob;
import org.safeward.store.remote.WholeFile;

/**
 * The file of a backup that can be sent from this machine: its own, the one in the second directory, or else what is fetched from another
 * destination, as long as it lies there as it was backed up, and not encrypted for that destination.
 */
@ApplicationScoped
public class CopySource {
    @Inject
    private NearestCopy nearest;

    @Inject
    private NearestLook look;

    @Inject
    private ThisNode node;

    /** Whether there seems to be one: what lies on another node's disk is that node's to send. */
    public boolean isThereFor(BackupRecord record) {
        return onDisk(record).isPresent() || isOurs(record) && look.isStored(record);
    }

    private boolean isOurs(BackupRecord record) {
        return record.whereabouts().fileRemovedAt().isPresent()
                || node.other(record.whereabouts().node()).isEmpty();
    }

    /** Of those that are there in their size, and not known to be damaged. */
    private static Optional<Path> onDisk(BackupRecord record) {
        return Stream.of(CopyPlace.FIRST, CopyPlace.SECOND)
                .filter(place -> !record.check(place).isDamaged())
                .flatMap(place -> record.copyIn(place).stream())
                .filter(file -> isThere(file, record.fileSize()))
                .findFirst();
    }

    private static boolean isThere(Path file, long size) {
        try {
            return Files.size(file) == size;
        } catch (IOException e) {
            // On another node's disk, or lost: somebody else tells of that.
            return false;
        }
    }

    /**
     * What is sent; what has to be fetched for it stays as long as the job.
     *
     * @throws Fault BACKUP_FILE_MISSING, BACKUP_DAMAGED, NO_GOOD_COPY; DISK_FULL, STORE_UNREACHABLE when it cannot be fetched to here
     */
    WholeFile take(BackupRecord record, CopyPlan plan, LiveJob job) throws IOException {
        Optional<Path> here = onDisk(record);
        if (here.isEmpty()) {
            FoundCopy found = fetched(record, plan.opens(), job);
            plan.fetched(found);
            found.tell(job);
            // What is encrypted is always longer.
            boolean sealed = Files.size(found.file()) != record.fileSize();
            plan.isOf(fileName(record, found, sealed));
            plan.sealed(sealed);
            return new WholeFile(found.file(), record.fileSize(), record.sha256());
        }
        plan.isOf(here.get().getFileName().toString());
        return new WholeFile(here.get(), record.fileSize(), record.sha256());
    }

    private FoundCopy fetched(BackupRecord record, DecryptionKey key, LiveJob job) throws IOException {
        job.expect(record.fileSize());
        try {
            return nearest.find(record, key, (file, sum) -> new Fault(ErrorCode.BACKUP_DAMAGED, file), job);
        } catch (Fault e) {
            if (e.code().name().startsWith("DESTINATION_")) {
                // Of the place that it should come from; nothing is wrong with the one that it should go to.
                throw new Fault(e, ErrorCode.NO_GOOD_COPY, record.id(), e.getMessage());
            }
            throw e;
        }
    }

    /** A record whose file went on purpose knows the address of a copy instead; what lies there as it was backed up has the file's name, after the database's. */
    private static String fileName(BackupRecord record, FoundCopy found, boolean sealed) {
        if (record.whereabouts().fileRemovedAt().isEmpty()) {
            return Path.of(record.filePath()).getFileName().toString();
        }
        String name = Path.of(found.place()).getFileName().toString();
        name = sealed && name.endsWith(CopyName.ENCRYPTED)
                ? name.substring(0, name.length() - CopyName.ENCRYPTED.length())
                : name;
        String before = record.database() + "-";
        return name.startsWith(before) ? name.substring(before.length()) : name;
    }
}
