package org.safeward.drill;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.safeward.databases.Databases;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobCleanup;
import org.safeward.jobs.LiveJobs;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;

/**
 * At the end of a drill, and of whatever else stands aside, however it ended: what was built goes. So does the schema that a backup was rehearsing when
 * its server died. What cannot be removed is logged.
 */
@ApplicationScoped
class TidyStaging {
    private static final Logger LOG = System.getLogger(TidyStaging.class.getName());

    @Inject
    private Databases databases;

    @Inject
    private Jobs jobs;

    @Inject
    private LiveJobs lives;

    void after(@Observes JobCleanup ended) {
        Job job = jobs.get(ended.job());
        boolean mayHaveBuilt = ended.kind().standsAside() && ended.kind() != JobKind.COPY
                || ended.abandoned()
                        && ended.kind() == JobKind.BACKUP
                        && job.step().equals("schema");
        if (!mayHaveBuilt || !databases.all().containsKey(ended.database())) {
            return;
        }
        String place = job.place();
        try {
            lives.find(ended.job()).map(live -> live.plan(StagingPlan.class)).ifPresent(StagingPlan::close);
        } catch (Fault e) {
            LOG.log(Level.WARNING, "what job " + place + " had built could not be closed", e);
        }
        try {
            databases.engineForDrills(ended.database()).discardStaging(place);
        } catch (Fault e) {
            LOG.log(Level.WARNING, "what job " + place + " had built could not be removed", e);
        }
    }
}
