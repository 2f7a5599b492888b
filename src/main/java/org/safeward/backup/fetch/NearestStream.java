package org.safeward.backup.fetch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.CopyPlace;
import org.safeward.destinations.BackupCopy;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.ResumedContent;
import org.safeward.store.remote.StoredFile;

/**
 * The nearest copy of a backup for a client, chosen by its name and size. Whether it is the backup shows while all of it is sent; of a part the client has
 * to compare the SHA-256 of the whole itself. An encrypted one only where there is no other.
 */
@ApplicationScoped
public class NearestStream {
    @Inject
    private CopyOnDisk disk;

    @Inject
    private StoredCopies stored;

    /** @throws Fault as {@link #find}, as far as that can be told without asking a destination */
    public void require(BackupRecord record) throws IOException {
        List<PassedOver> passed = new ArrayList<>();
        if (onDisk(record, passed).isEmpty() && stored.of(record, passed).isEmpty()) {
            throw PassedOver.all(record.id(), passed);
        }
    }

    /** @throws Fault the only reason why there is none; NO_GOOD_COPY with each of several */
    public StreamedCopy find(BackupRecord record) throws IOException {
        List<PassedOver> passed = new ArrayList<>();
        Optional<StreamedCopy> here = onDisk(record, passed);
        if (here.isPresent()) {
            return here.get();
        }
        List<StoredCopies.Candidate> candidates = stored.of(record, passed);
        for (boolean encrypted : new boolean[] {false, true}) {
            for (StoredCopies.Candidate candidate : candidates) {
                if (candidate.copy().encrypted() == encrypted && isThere(candidate, passed)) {
                    return streamed(candidate);
                }
            }
        }
        throw PassedOver.all(record.id(), passed);
    }

    private Optional<StreamedCopy> onDisk(BackupRecord record, List<PassedOver> passed) throws IOException {
        for (CopyPlace place : CopyPlace.values()) {
            Optional<Path> file = record.copyIn(place);
            if (file.isPresent()) {
                Optional<Fault> why = why(record, place, file.get());
                if (why.isEmpty()) {
                    String name = file.get().getFileName().toString();
                    return Optional.of(new StreamedCopy(
                            name,
                            record.fileSize(),
                            record.sha256(),
                            from -> opened(file.get(), from),
                            reason -> disk.damaged(record, place, file.get())));
                }
                passed.add(new PassedOver(file.get().toString(), why.get()));
            }
        }
        return Optional.empty();
    }

    /** One that was found damaged may be whole again, or the right disk be back: that takes a look at all of it. */
    private Optional<Fault> why(BackupRecord record, CopyPlace place, Path file) throws IOException {
        Diagnosis diagnosis = (found, sum) -> new Fault(ErrorCode.BACKUP_DAMAGED, found);
        return record.check(place).isDamaged()
                ? disk.read(record, place, file, diagnosis, Work.UNWATCHED)
                : disk.lookAndNote(record, place, file);
    }

    private static InputStream opened(Path file, long from) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            return Channels.newInputStream(channel.position(from));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private boolean isThere(StoredCopies.Candidate candidate, List<PassedOver> passed) throws IOException {
        long expected = candidate.copy().fileSize();
        try {
            Optional<StoredFile> found = candidate.store().find(candidate.name());
            if (found.filter(file -> file.size() == expected).isPresent()) {
                return true;
            }
            Fault damaged = found.map(
                            file -> new Fault(ErrorCode.BACKUP_DAMAGED, file.size() + " / " + expected + " B"))
                    .orElseGet(() -> new Fault(ErrorCode.BACKUP_FILE_MISSING, candidate.place()));
            stored.damaged(candidate, damaged);
            passed.add(new PassedOver(candidate.place(), damaged));
        } catch (Fault e) {
            stored.notReached(candidate, e);
            passed.add(new PassedOver(candidate.place(), e));
        }
        return false;
    }

    private StreamedCopy streamed(StoredCopies.Candidate candidate) {
        BackupCopy copy = candidate.copy();
        return new StreamedCopy(
                candidate.name(),
                copy.fileSize(),
                copy.sha256().orElseThrow(),
                from -> new ResumedContent(candidate.store(), candidate.name(), copy.fileSize(), from, position -> {}),
                reason -> stored.damaged(candidate, reason));
    }
}
