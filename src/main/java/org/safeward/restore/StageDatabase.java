package org.safeward.restore;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.util.Map;
import org.safeward.archive.content.Manifest;
import org.safeward.databases.Databases;
import org.safeward.engine.BackupScript;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.Destination;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.restore.preview.LoadedCode;
import org.safeward.restore.preview.PreviewRestore;

/** Builds the file's content beside the live database. */
@Named("stageStep")
@Dependent
public class StageDatabase extends JobStep {
    @Inject
    private Databases databases;

    @Override
    protected void run(LiveJob job) throws IOException {
        run(job.plan(RestorePlan.class), job);
    }

    void run(RestorePlan plan, LiveJob job) throws IOException {
        job.expect(plan.checked().sqlBytes());
        BackupScript script = new BackupScript(
                plan.file(),
                plan.checked().manifest(),
                plan.request().uploaded(),
                plan.request().fromNewerServer(),
                plan.request().acceptUnverifiable(),
                plan.request().skip(),
                plan.request().key());
        Destination destination = plan.request().destination();
        DatabaseEngine engine = databases.engine(job.database());
        tellWhatRuns(plan, engine, job);
        boolean hasSchema = !plan.checked().manifest().map(Manifest::isDegraded).orElse(false);
        if (destination instanceof Destination.Live && hasSchema) {
            engine.restoreWay(job)
                    .ifPresent(way -> job.checked(
                            PreviewRestore.key(way), way.why().stream().toArray()));
        }
        plan.staged(engine.stage(script, job.place(), destination, job));
    }

    /**
     * The request was looked at by {@link RestoreBackup}; since then the rights and the live database may have become others. What comes
     * in as an upload is run by such a role only where the settings trust uploads.
     */
    private static void tellWhatRuns(RestorePlan plan, DatabaseEngine engine, LiveJob job) {
        Map<String, String> details =
                plan.checked().manifest().map(Manifest::details).orElse(Map.of());
        LoadedCode.of(
                        engine,
                        details,
                        plan.checked().fileSha256(),
                        plan.request().destination())
                .ifPresent(code -> {
                    job.checked("CHECK_" + code.key(), code.arguments());
                    if (!plan.request().uploaded()) {
                        code.requireSeen(plan.request().seen());
                    }
                });
    }
}
