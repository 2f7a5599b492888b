package org.safeward.backup.fetch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.content.FileSum;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.CopyPlace;
import org.safeward.engine.InterruptedByStop;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.RemoteStore;

/** Gives the file of a backup from the nearest place that has a good copy. */
@ApplicationScoped
public class NearestCopy {
    private static final Logger LOG = System.getLogger(NearestCopy.class.getName());

    /** What is wrong here, and not with the copy: another one would meet the same. */
    private static final Set<ErrorCode> OURS = Set.of(ErrorCode.DISK_FULL, ErrorCode.STORE_UNREACHABLE);

    @Inject
    private CopyOnDisk disk;

    @Inject
    private StoredCopies stored;

    @Inject
    private FetchedFiles fetched;

    /**
     * Reads one that lies on a disk here whole, and notes of it what was found.
     *
     * @param record one of whose places the file is in
     * @throws Fault what is wrong with it
     */
    public void read(BackupRecord record, Path file, Diagnosis diagnosis, Work work) throws IOException {
        CopyPlace place = Arrays.stream(CopyPlace.values())
                .filter(one -> record.copyIn(one).equals(Optional.of(file)))
                .findFirst()
                .orElseThrow();
        Optional<Fault> why = disk.read(record, place, file, diagnosis, work);
        if (why.isPresent()) {
            throw why.get();
        }
    }

    /** As the other one, for who has nothing that opens encrypted copies. */
    public FoundCopy find(BackupRecord record, Diagnosis diagnosis, Work work) throws IOException {
        return find(record, DecryptionKey.NONE, diagnosis, work);
    }

    /**
     * Reads each copy whole until one is the backup.
     *
     * @param record completed
     * @param key opens copies that are encrypted, where it is an identity; others are passed over
     * @param diagnosis of a file on a disk that is not
     * @param work gets the bytes that were fetched
     * @return to be closed
     * @throws Fault the only reason why there is none; NO_GOOD_COPY with each of several; DISK_FULL, STORE_UNREACHABLE when what is fetched cannot be
     *     written here
     */
    public FoundCopy find(BackupRecord record, DecryptionKey key, Diagnosis diagnosis, Work work) throws IOException {
        List<PassedOver> passed = new ArrayList<>();
        for (CopyPlace place : CopyPlace.values()) {
            Optional<Path> file = record.copyIn(place);
            if (file.isPresent()) {
                Optional<Fault> why = disk.read(record, place, file.get(), diagnosis, work);
                if (why.isEmpty()) {
                    return FoundCopy.onDisk(file.get(), passed);
                }
                passed.add(new PassedOver(file.get().toString(), why.get()));
            }
        }
        Optional<FetchedFiles.Lease> before = fetchedBefore(record.sha256(), work);
        if (before.isPresent()) {
            return found(before.get(), passed);
        }
        for (StoredCopies.Candidate candidate : stored.of(record, passed)) {
            if (!candidate.usable(record, key, passed)) {
                continue;
            }
            try {
                FetchedFiles.Lease lease = fetch(candidate, record, key, work);
                stored.good(candidate);
                return found(lease, passed);
            } catch (Fault e) {
                if (OURS.contains(e.code())) {
                    throw e;
                }
                LOG.log(Level.WARNING, "backup {0} cannot be had from {1}: {2}", record.id(), candidate.place(), e);
                passed.add(new PassedOver(candidate.place(), e));
                note(candidate, e);
            }
        }
        throw PassedOver.all(record.id(), passed);
    }

    private static FoundCopy found(FetchedFiles.Lease lease, List<PassedOver> passed) {
        return FoundCopy.fetched(lease.file(), lease.place(), passed, lease.release());
    }

    private Optional<FetchedFiles.Lease> fetchedBefore(String sha256, Work work) throws IOException {
        Optional<FetchedFiles.Lease> lease = fetched.take(sha256);
        try {
            if (lease.isEmpty()
                    || FileSum.sha256(lease.get().file(), work::checkpoint).equals(sha256)) {
                return lease;
            }
            LOG.log(
                    Level.WARNING,
                    "the fetched file {0} is not what it was",
                    lease.get().file());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the fetched file " + lease.get().file() + " cannot be read", e);
        } catch (RuntimeException e) {
            lease.get().release().run();
            throw e;
        }
        lease.get().release().run();
        fetched.drop(sha256);
        return Optional.empty();
    }

    private FetchedFiles.Lease fetch(
            StoredCopies.Candidate candidate, BackupRecord record, DecryptionKey key, Work work) throws IOException {
        Path target = fetched.begin(candidate.size(record));
        try {
            String sum;
            try (FileChannel channel = fetched.create(target)) {
                RemoteStore from = candidate.store();
                ReceiveCopy receiving = new ReceiveCopy(from, candidate.name(), target, work);
                sum = receive(candidate, () -> receiving.into(channel, candidate.size(record)), work);
            }
            if (!sum.equals(candidate.sha256(record))) {
                throw new Fault(ErrorCode.BACKUP_DAMAGED, "SHA-256 " + sum);
            }
            if (!sum.equals(record.sha256())) {
                requireOpens(target, key);
            }
            return fetched.keep(target, sum, candidate.place());
        } finally {
            FetchedFiles.delete(target);
        }
    }

    /** @throws Fault ENCRYPTED_* */
    private static void requireOpens(Path file, DecryptionKey key) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            key.of(channel).close();
        }
    }

    /** A stop does not wait for a place that does not answer. */
    private static String receive(
            StoredCopies.Candidate candidate, InterruptedByStop.Call<String> receiving, Work work) {
        try {
            return InterruptedByStop.call(work, receiving);
        } catch (Fault e) {
            work.checkpoint();
            throw e;
        } catch (NoSuchFileException e) {
            throw new Fault(e, ErrorCode.BACKUP_FILE_MISSING, candidate.place());
        } catch (IOException e) {
            work.checkpoint();
            throw new Fault(
                    e, ErrorCode.DESTINATION_FAILED, candidate.destination().address(), e.toString());
        }
    }

    private void note(StoredCopies.Candidate candidate, Fault reason) {
        switch (reason.code()) {
            case BACKUP_DAMAGED, BACKUP_FILE_MISSING, ENCRYPTED_DAMAGED, ENCRYPTED_TRUNCATED ->
                stored.damaged(candidate, reason);
            case ENCRYPTED_FOR_OTHERS -> LOG.log(Level.INFO, "another identity may open it");
            default -> stored.notReached(candidate, reason);
        }
    }
}
