package org.safeward.restore;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.safeward.catalog.JobKind;
import org.safeward.databases.Databases;
import org.safeward.engine.DatabaseEngine;
import org.safeward.jobs.JobEnded;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.LiveJobs;

/** At the end of a restore: closes what it opened, and removes its staging place and its uploaded file. */
@ApplicationScoped
class TidyRestore {
    @Inject
    private Databases databases;

    @Inject
    private LiveJobs lives;

    void after(@Observes JobEnded ended) {
        if (ended.kind() != JobKind.RESTORE) {
            return;
        }
        lives.find(ended.job()).ifPresent(TidyRestore::close);
        DatabaseEngine engine = databases.all().get(ended.database());
        if (engine != null) {
            engine.discardStaging(Long.toString(ended.job()));
        }
    }

    private static void close(LiveJob job) {
        RestorePlan plan = job.plan(RestorePlan.class);
        plan.close();
        plan.request().upload().ifPresent(TidyRestore::delete);
    }

    private static void delete(Path upload) {
        try {
            Files.deleteIfExists(upload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
