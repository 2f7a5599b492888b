package org.safeward.jobs;

import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.safeward.jobs.record.Claims;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;
import org.safeward.settings.Settings;

/** Ends the jobs that nobody works on any more: after a crash at the next start, after a lost node within a minute. */
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class Recovery {
    private static final Logger LOG = System.getLogger(Recovery.class.getName());

    @Inject
    private Jobs jobs;

    @Inject
    private Claims claims;

    @Inject
    private EndJob end;

    @Inject
    private LiveJobs lives;

    @Inject
    private Settings settings;

    private boolean started;

    /** At the start: with the catalog in this home, which is locked, no other process can be working on any job. */
    public void atStart() {
        if (settings.catalog().isSqlite()) {
            jobs.active().forEach(this::abandon);
        } else {
            abandonLapsed();
        }
        started = true;
    }

    public void everyMinute(@Observes MinutePassed minute) {
        if (!started) {
            return;
        }
        try {
            abandonLapsed();
        } catch (RuntimeException e) {
            // Others want to hear of the minute too.
            LOG.log(Level.WARNING, "looking for abandoned jobs failed", e);
        }
    }

    private void abandonLapsed() {
        int early = claims.correct();
        if (early > 0) {
            LOG.log(Level.WARNING, "the catalog''s clock was put back: {0} claims were renewed in the future", early);
        }
        List<Long> lapsed = claims.lapsed();
        List<Job> lost = new ArrayList<>();
        for (Job job : jobs.active()) {
            boolean here = lives.find(job.id()).isPresent();
            if (!here && (lapsed.contains(job.id()) || !claims.holds(job.id()))) {
                lost.add(job);
            }
        }
        lost.forEach(this::abandon);
    }

    private void abandon(Job job) {
        LOG.log(
                Level.WARNING,
                "{0} job {1} of database {2} was left in step \"{3}\"",
                job.kind().text(),
                job.id(),
                job.database(),
                job.step());
        end.abandon(job);
    }
}
