package org.safeward.backup.offsite;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.safeward.catalog.BackupRecords;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.engine.InterruptedByStop;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.store.remote.RemoteStore;

/** Reads the whole file back from its destination: decrypted by the key that is in memory, where it was encrypted. What came back otherwise is removed there. */
@Named("readbackStep")
@Dependent
public class ReadCopyBack extends JobStep {
    private static final Logger LOG = System.getLogger(ReadCopyBack.class.getName());

    @Inject
    private Destinations destinations;

    @Inject
    private BackupRecords records;

    @Override
    protected void run(LiveJob job) throws IOException {
        run(job.plan(CopyPlan.class), job);
    }

    void run(CopyPlan plan, LiveJob job) throws IOException {
        Destination destination = destinations.get(plan.destination());
        String plain = records.get(plan.record()).sha256();
        CopyProof proof = new CopyProof(
                plan.file().size(), plan.file().sha256(), plan.key().map(key -> new CopyProof.Inside(key, plain)));
        job.expect(plan.file().size());
        boolean whole = InterruptedByStop.call(job, () -> {
            plan.stored(LockCopy.version(plan.name(), plan.file(), destination));
            RemoteStore there = plan.version()
                    .flatMap(version -> destination.store().locking().map(locking -> locking.at(plan.name(), version)))
                    .orElseGet(destination::store);
            if (proof.holds(there, plan.name(), bytes -> reached(bytes, job))) {
                return true;
            }
            there.delete(CopyManifest.fileName(plan.name()));
            if (there.delete(plan.name()).isPresent()) {
                hide(plan.name(), there);
            }
            return false;
        });
        if (!whole) {
            throw new Fault(ErrorCode.COPY_CHANGED, destination.name(), plan.name());
        }
        job.checked("CHECK_COPY_READ_BACK", destination.name(), plan.file().sha256());
    }

    /** A bucket that locks whatever is put there keeps it: the name has to be free for what is sent again. */
    private static void hide(String name, RemoteStore there) throws IOException {
        LOG.log(
                Level.WARNING,
                "what came back otherwise is locked in {0}, and stays there unseen: {1}",
                there.address(),
                name);
        there.locking().orElseThrow().hide(name);
    }

    private static void reached(long bytes, LiveJob job) {
        job.checkpoint();
        job.progress(0, bytes);
    }
}
