package org.safeward.compare;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ScriptKind;
import org.safeward.backup.BackupContent;
import org.safeward.databases.Databases;
import org.safeward.drill.LowPriority;
import org.safeward.engine.BackupScript;
import org.safeward.engine.ContentComparison;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.Destination;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.record.Claims;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;
import org.safeward.restore.source.HeldUpload;
import org.safeward.settings.Settings;

/** Reads the live database, or an upload that it builds in a place of its own, to nowhere, and holds it against the backup. */
@Named("scanStep")
@Dependent
public class ScanContent extends JobStep {
    private static final String SCHEMA = "schema";

    @Inject
    private Databases databases;

    @Inject
    private Comparisons comparisons;

    @Inject
    private Claims claims;

    @Inject
    private Jobs jobs;

    @Inject
    private Settings settings;

    @Override
    protected void run(LiveJob job) throws IOException {
        requireNoRestore(job.database());
        ComparePlan plan = job.plan(ComparePlan.class);
        LowPriority.during(() -> {
            Comparison found =
                    plan.upload().isPresent() ? withUpload(plan, plan.upload().get(), job) : withLive(plan, job);
            comparisons.keep(job.id(), found);
            job.checked(
                    "CHECK_COMPARED",
                    found.differences().tables().size(),
                    found.differences().differing().size());
        });
    }

    /** Whoever reads would be in the way of its swap; one that begins from now on ends this job. */
    private void requireNoRestore(String database) {
        claims.holder(database)
                .map(jobs::get)
                .filter(holder -> holder.kind() == JobKind.RESTORE || holder.kind() == JobKind.UNDO)
                .ifPresent(holder -> {
                    throw new Fault(ErrorCode.RESTORE_RUNNING, holder.id());
                });
    }

    private Comparison withLive(ComparePlan plan, LiveJob job) throws IOException {
        job.expect(plan.left().manifest().sqlBytes());
        DumpFacts live = databases.engine(job.database()).dump(OutputStream.nullOutputStream(), job);
        Comparison.Side right = Comparison.Side.live(live.moment().getEpochSecond());
        return found(plan, right, plan.content().against(BackupContent.of(live)));
    }

    private Comparison withUpload(ComparePlan plan, HeldUpload upload, LiveJob job) throws IOException {
        if (!Files.exists(upload.file())) {
            throw new Fault(ErrorCode.UPLOAD_NOT_FOUND, upload.id());
        }
        Long moment = upload.checked()
                .manifest()
                .map(Manifest::createdAt)
                .map(Instant::getEpochSecond)
                .orElse(null);
        Comparison.Side right = Comparison.Side.ofUpload(upload.fileName(), moment);
        BackupScript script =
                new BackupScript(upload.file(), upload.checked().manifest(), true, false).openedBy(upload.key());
        if (script.kind() == ScriptKind.JSON) {
            // Rows without a schema cannot be built apart from a live database.
            return found(plan, right, plan.content().against(BackupContent.counted(upload.checked())));
        }
        DatabaseEngine engine = databases.engineForDrills(job.database());
        if (engine.kind().equals(PostgresEngine.KIND)) {
            settings.drill().requireRoomFor(upload.checked().sqlBytes());
        }
        job.expect(2 * upload.checked().sqlBytes());
        plan.staged(engine.stage(script, job.place(), new Destination.Drill(), job));
        plan.staging().check(job);
        DumpFacts staged = plan.staging().dump(OutputStream.nullOutputStream(), job);
        return found(plan, right, asFarAsTextTells(plan.content().against(BackupContent.of(staged)), engine));
    }

    /** The schema of what was built just now may differ in its text alone. */
    private static ContentComparison asFarAsTextTells(ContentComparison compared, DatabaseEngine engine) {
        boolean differs = compared.others().get(SCHEMA) == ContentComparison.State.CHANGED;
        if (!differs || engine.keepsSchemaText()) {
            return compared;
        }
        Map<String, ContentComparison.State> others = new TreeMap<>(compared.others());
        others.remove(SCHEMA);
        return new ContentComparison(compared.tables(), others);
    }

    private static Comparison found(ComparePlan plan, Comparison.Side right, ContentComparison compared) {
        return new Comparison(
                plan.left().record().database(),
                plan.left().manifest().engine(),
                plan.left().side(),
                right,
                compared);
    }
}
