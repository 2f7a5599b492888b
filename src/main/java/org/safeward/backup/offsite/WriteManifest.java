package org.safeward.backup.offsite;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.safeward.backup.copies.CopyFailed;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.engine.InterruptedByStop;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;
import org.safeward.files.PrivateFile;
import org.safeward.jobs.JobFence;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.WholeFile;

/** Has the copy locked that was read back, writes the manifest beside it, which makes it one, has that locked, too, and notes that it is good. */
@Named("manifestStep")
@Dependent
public class WriteManifest extends JobStep {
    @Inject
    private Destinations destinations;

    @Inject
    private BackupRecords records;

    @Inject
    private ManifestOfCopy manifest;

    @Inject
    private OutgoingFolder outgoing;

    @Inject
    private CopyRow row;

    @Inject
    private CopyArrival arrival;

    @Inject
    private ReplacedCopies replaced;

    @Inject
    private LockCopy locking;

    @Inject
    private BackupCopies copies;

    @Inject
    private Event<CopyFailed> unlocked;

    @Inject
    private JobFence fence;

    @Override
    protected void run(LiveJob job) throws IOException {
        run(job.plan(CopyPlan.class), job);
    }

    void run(CopyPlan plan, LiveJob job) throws IOException {
        Destination destination = destinations.get(plan.destination());
        BackupRecord record = records.get(plan.record());
        byte[] content = manifest.content(plan, plan.name(), record, destination);
        Path file = outgoing.file(job.id(), "manifest");
        write(content, file);
        WholeFile whole = WholeFile.read(file);
        String name = CopyManifest.fileName(plan.name());
        fence.pass(job);
        row.get(plan, job);
        LockCopy.Locked locked =
                InterruptedByStop.call(job, () -> locking.run(plan.name(), plan.version(), destination));
        reached(job, "locked");
        PutResult put = InterruptedByStop.call(job, () -> destination.store().put(name, whole, Progress.NONE));
        if (put == PutResult.TAKEN) {
            throw new Fault(ErrorCode.DESTINATION_FAILED, destination.address(), name + " is taken");
        }
        reached(job, "written");
        if (!InterruptedByStop.call(job, () -> isThere(content, name, destination))) {
            throw new Fault(ErrorCode.COPY_CHANGED, destination.name(), name);
        }
        if (row.get(plan, job).damagedAt().isPresent()) {
            InterruptedByStop.call(job, () -> {
                replaced.remove(plan.name(), record.database(), record.createdAt(), destination);
                return null;
            });
        }
        LockCopy.Locked besides = InterruptedByStop.call(
                job, () -> locking.run(name, LockCopy.version(name, whole, destination), destination));
        boolean news = copies.unlocked(destination.name()).isEmpty();
        BackupCopy copy = row.change(plan, job, (there, now) -> {
            plan.former().ifPresent(former -> replace(there, former, plan, now));
            there.foundGood(now);
            there.encryptedFor(plan.key().map(key -> recipients(destination)));
            locked.note(there, besides);
        });
        arrival.note(destination);
        tell(copy, record, destination, news, job);
    }

    /** Somebody has to hear of the first one of a row that is not locked. */
    private void tell(BackupCopy copy, BackupRecord record, Destination destination, boolean news, LiveJob job) {
        copy.lockedUntil().ifPresent(until -> job.checked("CHECK_COPY_LOCKED", destination.name(), until));
        copy.lockFault().ifPresent(reason -> {
            job.warn(Warning.of(WarningCode.COPY_NOT_LOCKED, copy.name().orElseThrow(), reason.getMessage()));
            if (news) {
                unlocked.fire(new CopyFailed(record, reason));
            }
        });
    }

    /** From here on the new one is the copy, and the former is what is left beside it. */
    private static void replace(BackupCopy copy, String former, CopyPlan plan, Instant now) {
        copy.named(plan.name(), plan.file().size(), plan.file().sha256());
        copy.uploaded(now);
        copy.beside(former);
        copy.renewing(null);
    }

    private static String recipients(Destination destination) {
        return EncryptCopy.recipients(destination).inOrder();
    }

    /** Removes one that came back otherwise. */
    private static boolean isThere(byte[] content, String name, Destination destination) throws IOException {
        Optional<byte[]> there = ManifestOfCopy.read(destination, name);
        boolean same = there.isPresent() && Arrays.equals(there.get(), content);
        if (!same) {
            destination.store().delete(name);
        }
        return same;
    }

    private static void write(byte[] content, Path file) throws IOException {
        try (FileChannel channel = PrivateFile.create(file)) {
            for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
                channel.write(left);
            }
        }
    }
}
