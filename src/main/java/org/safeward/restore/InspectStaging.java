package org.safeward.restore;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.safeward.archive.Manifest;
import org.safeward.databases.Databases;
import org.safeward.engine.Census;
import org.safeward.engine.DatabaseFacts;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.LiveJob;

/** Checks what was built, before anything live is touched. */
@ApplicationScoped
class InspectStaging {
    private static final int MOST_NAMED = 20;

    @Inject
    private Databases databases;

    void run(RestorePlan plan, LiveJob job) {
        DatabaseFacts staged = plan.staging().check(job);
        boolean nothingProvesIt = plan.checked().census().writer() == Census.Writer.UNKNOWN;
        if (nothingProvesIt && plan.target().isEmpty() && !plan.request().acceptUnverifiable()) {
            refuseLackingTables(staged, job);
        }
        long rows = staged.tables().stream().mapToLong(Manifest.Table::rows).sum();
        job.checked("CHECK_STAGED", staged.tables().size(), rows);
    }

    /** A script that says nothing of its end may have been cut short; then tables that are live now are missing in it. */
    private void refuseLackingTables(DatabaseFacts staged, LiveJob job) {
        Set<String> there = staged.tables().stream().map(Manifest.Table::name).collect(Collectors.toSet());
        List<String> lacking = live(job).stream()
                .map(Manifest.Table::name)
                .filter(name -> !there.contains(name))
                .limit(MOST_NAMED)
                .toList();
        if (!lacking.isEmpty()) {
            throw new Fault(ErrorCode.SCRIPT_LACKS_TABLES, String.join(", ", lacking));
        }
    }

    private List<Manifest.Table> live(LiveJob job) {
        try {
            return databases.engine(job.database()).inspect(job).tables();
        } catch (Fault e) {
            if (LostDatabase.is(e)) {
                return List.of();
            }
            throw e;
        }
    }
}
