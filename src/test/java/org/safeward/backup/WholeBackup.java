package org.safeward.backup;

import java.io.IOException;
import org.safeward.backup.copies.CopyBackup;
import org.safeward.backup.retention.ExpireBackups;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.jobs.ByHand;
import org.safeward.jobs.JobCleanup;
import org.safeward.jobs.JobEnding;
import org.safeward.jobs.LiveJob;
import org.safeward.rest.Faults;

/** A backup from its opening to its end, on this thread: the steps of the batch job one by one. */
public final class WholeBackup {
    private final Beans beans;

    public WholeBackup(Beans beans) {
        this.beans = beans;
    }

    /** @return its record */
    public BackupRecord of(String database) {
        return of(database, () -> {});
    }

    /** @param afterTheDump what happens to the disks before the file gets its name */
    public BackupRecord of(String database, Meanwhile afterTheDump) {
        BackupOpening.Opened opened =
                beans.get(BackupOpening.class).open(database, BackupOrigin.REQUEST, "a test", "somebody");
        LiveJob job = ByHand.live(opened.job(), opened.run());
        try {
            beans.get(DumpDatabase.class).run(opened.run(), job);
            beans.get(VerifyBackup.class).run(opened.run(), job);
            afterTheDump.happens();
            beans.get(PublishBackup.class).run(opened.run(), job);
            beans.get(CopyBackup.class).run(opened.run(), job);
            beans.get(ExpireBackups.class).run(opened.run(), job);
        } catch (IOException | RuntimeException e) {
            ByHand.failed(job, Faults.of(e));
        }
        beans.get(TidyBackups.class).after(new JobCleanup(job.id(), job.kind(), database, false));
        beans.get(JobEnding.class).end(job);
        return beans.get(BackupRecords.class).get(opened.run().record());
    }

    /** Something on the disk. */
    @FunctionalInterface
    public interface Meanwhile {
        void happens() throws IOException;
    }
}
