package org.safeward.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.Jobs;
import org.safeward.jobs.LiveJob;
import org.safeward.settings.Settings;

/** A backup within a restore, under the restore's claim: dumped, verified and published like any other. */
@ApplicationScoped
public class SafetyBackup {
    @Inject
    private Jobs jobs;

    @Inject
    private BackupOpening opening;

    @Inject
    private DumpDatabase dump;

    @Inject
    private VerifyBackup verify;

    @Inject
    private PublishBackup publish;

    @Inject
    private Settings settings;

    /** @return the id of its record */
    public long take(LiveJob restore) throws IOException {
        String reason = settings.language().text("REASON_SAFETY");
        BackupRun run = opening.openWithin(jobs.get(restore.id()), BackupOrigin.SAFETY, reason);
        dump.run(run, restore);
        verify.run(run, restore);
        publish.run(run, restore);
        return run.record();
    }
}
