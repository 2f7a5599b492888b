package org.safeward.drill;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.engine.ContentComparison;
import org.safeward.engine.DumpFacts;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;

/** Reads what was built as a backup would read it, holds it against what the backup says, and throws it away. */
@Named("proveStep")
@Dependent
public class ProveContent extends JobStep {
    @Inject
    private Databases databases;

    @Inject
    private BackupRecords records;

    @Inject
    private InstantSource clock;

    @Override
    protected void run(LiveJob job) throws IOException {
        DrillPlan plan = job.plan(DrillPlan.class);
        job.expect(plan.manifest().sqlBytes());
        LowPriority.during(() -> compare(plan, plan.staging().dump(OutputStream.nullOutputStream(), job), job));
    }

    private void compare(DrillPlan plan, DumpFacts found, LiveJob job) {
        ContentComparison compared = ContentComparison.of(plan.manifest(), found);
        boolean keepsText = databases.engine(job.database()).keepsSchemaText();
        Differences differences = new Differences(compared, keepsText);
        if (differences.any()) {
            throw new Fault(ErrorCode.DRILL_DIFFERS, differences.text());
        }
        int tables = plan.manifest().tables().size();
        boolean sameSchema = compared.others().get(Differences.SCHEMA) == ContentComparison.State.SAME;
        // What was rehearsed is, byte by byte, what was copied from the live database: its rows need no digests of
        // their own.
        boolean samePages = plan.manifest().isSnapshot() && sameSchema;
        if (!compared.differing().isEmpty() && !samePages) {
            // A file from before there were digests has come back, and that is all that can be said.
            job.checked("CHECK_COUNTED", compared.differing().size());
            return;
        }
        records.change(plan.record(), record -> record.proven(plan.place(), clock.instant()));
        job.checked(Proofs.CHECK, tables, plan.manifest().rowCount());
        if (!keepsText) {
            tellOfText(compared, job);
        }
    }

    /** Equal texts prove the schema. Others prove nothing: a server writes some expressions otherwise once it has read them. */
    private static void tellOfText(ContentComparison compared, LiveJob job) {
        Optional.ofNullable(compared.others().get(Differences.SCHEMA))
                .map(state -> state == ContentComparison.State.SAME ? "CHECK_SCHEMA_SAME" : "CHECK_SCHEMA_REWRITTEN")
                .ifPresent(job::checked);
    }
}
