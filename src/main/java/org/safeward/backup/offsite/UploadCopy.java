package org.safeward.backup.offsite;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.util.Optional;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.engine.InterruptedByStop;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.WholeFile;

/** Sends a backup's file to a destination, encrypted first where that is asked for. */
@Named("uploadStep")
@Dependent
public class UploadCopy extends JobStep {
    /** So many files of the same name nobody makes. */
    private static final int MOST_NAMES = 1000;

    @Inject
    private Destinations destinations;

    @Inject
    private BackupRecords records;

    @Inject
    private CopySource source;

    @Inject
    private EncryptCopy encrypting;

    @Inject
    private ManifestOfCopy manifest;

    @Inject
    private FormerAttempts former;

    @Inject
    private CopyRow row;

    @Override
    protected void run(LiveJob job) throws IOException {
        run(job.plan(CopyPlan.class), job);
    }

    void run(CopyPlan plan, LiveJob job) throws IOException {
        Destination destination = destinations.get(plan.destination());
        BackupRecord record = records.get(plan.record());
        WholeFile whole = source.take(record, plan, job);
        boolean encrypts = encrypting.isFor(destination, plan);
        plan.sends(encrypts ? encrypting.run(whole, destination, plan, job) : whole);
        BackupCopy copy = row.get(plan, job);
        if (plan.former().isEmpty()) {
            former.tidy(copy, destination, encrypts, job);
        }
        job.expect(plan.file().size());
        send(plan, record, copy, destination, encrypts, job);
        if (plan.former().isEmpty()) {
            row.change(plan, job, BackupCopy::uploaded);
        }
        job.checked("CHECK_SENT", destination.name(), plan.name());
    }

    /** Under the name of an earlier attempt, where that is still right, or the first one that is not taken, nor that of a damaged copy. */
    private void send(
            CopyPlan plan, BackupRecord record, BackupCopy copy, Destination destination, boolean encrypts, LiveJob job)
            throws IOException {
        CopyName names = CopyName.of(record, plan.fileName(), encrypts);
        if (plan.former().isPresent()) {
            sendBeside(plan, names.marked(plan.file().sha256()), destination, job);
            return;
        }
        Optional<String> damaged = copy.name().filter(name -> copy.isNamedAsDamaged());
        if (damaged.isEmpty()
                && copy.name().isPresent()
                && isSent(plan, copy.name().get(), record, destination, job)) {
            return;
        }
        for (int number = 1; number <= MOST_NAMES; number++) {
            String name = names.numbered(number);
            if (!damaged.equals(Optional.of(name)) && isSent(plan, name, record, destination, job)) {
                return;
            }
        }
        throw new Fault(ErrorCode.DESTINATION_FAILED, destination.address(), names.numbered(1) + " is taken");
    }

    /** False when the name is another file's: it has another content, or another manifest. */
    private boolean isSent(CopyPlan plan, String name, BackupRecord record, Destination destination, LiveJob job)
            throws IOException {
        if (InterruptedByStop.call(job, () -> manifest.isOfOther(plan, name, record, destination))) {
            return false;
        }
        // Before a byte is sent: whoever finds it half-made later knows whose it is.
        WholeFile file = plan.file();
        row.change(plan, job, (there, now) -> there.named(name, file.size(), file.sha256()));
        return put(plan, name, destination, job) != PutResult.TAKEN;
    }

    /** The good one keeps its name in the catalog until this one has taken its place. */
    private void sendBeside(CopyPlan plan, String name, Destination destination, LiveJob job) throws IOException {
        row.change(plan, job, (there, now) -> there.beside(name));
        if (put(plan, name, destination, job) == PutResult.TAKEN) {
            throw new Fault(ErrorCode.DESTINATION_FAILED, destination.address(), name + " is taken");
        }
    }

    private PutResult put(CopyPlan plan, String name, Destination destination, LiveJob job) throws IOException {
        reached(job, "sending");
        SendingPace pace = new SendingPace(job, destination.settings().bandwidth());
        PutResult result = InterruptedByStop.call(job, () -> destination.store().put(name, plan.file(), pace));
        plan.sent(name);
        reached(job, "sent");
        return result;
    }
}
