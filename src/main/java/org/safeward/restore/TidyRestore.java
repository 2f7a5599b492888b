package org.safeward.restore;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import org.safeward.databases.Databases;
import org.safeward.engine.DatabaseEngine;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobCleanup;
import org.safeward.jobs.LiveJobs;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;

/**
 * At the end of a restore: closes what it opened, and removes its staging place and its uploaded file. What cannot be removed is
 * logged and keeps nobody else from tidying.
 */
@ApplicationScoped
class TidyRestore {
    private static final Logger LOG = System.getLogger(TidyRestore.class.getName());

    @Inject
    private Databases databases;

    @Inject
    private Jobs jobs;

    @Inject
    private LiveJobs lives;

    void after(@Observes JobCleanup ended) {
        if (ended.kind() != JobKind.RESTORE) {
            return;
        }
        lives.find(ended.job()).map(job -> job.plan(RestorePlan.class)).ifPresent(TidyRestore::close);
        DatabaseEngine engine = databases.all().get(ended.database());
        if (engine != null) {
            discardStaging(engine, jobs.get(ended.job()).place());
        }
    }

    private static void close(RestorePlan plan) {
        plan.request().upload().ifPresent(TidyRestore::delete);
        try {
            plan.close();
        } catch (Fault e) {
            LOG.log(Level.WARNING, "what a restore had opened could not be closed", e);
        }
    }

    private static void discardStaging(DatabaseEngine engine, String place) {
        try {
            engine.discardStaging(place);
        } catch (Fault e) {
            LOG.log(Level.WARNING, "the staging place of job " + place + " could not be removed", e);
        }
    }

    private static void delete(Path upload) {
        try {
            Files.deleteIfExists(upload);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the uploaded file " + upload + " could not be removed", e);
        }
    }
}
