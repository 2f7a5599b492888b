package org.safeward.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Claims;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;
import org.safeward.settings.Settings;

/** The question before anything becomes visible: does the job still hold its database? */
@ApplicationScoped
public class JobFence {
    @Inject
    private Claims claims;

    @Inject
    private Jobs jobs;

    @Inject
    private Settings settings;

    /** @throws Fault CLAIM_LOST */
    public void pass(LiveJob job) {
        long asked = System.nanoTime();
        if (!claims.renew(job.token())) {
            throw lost(job);
        }
        job.heldAt(asked);
    }

    /**
     * Asked without the catalog, as the very last thing before a step that cannot be taken back: the answer of {@link #pass} is worth
     * nothing when this process was stopped since for longer than a lease. A stop behind this question is not noticed.
     *
     * @throws Fault CLAIM_LOST
     */
    public void stillPassed(LiveJob job) {
        if (System.nanoTime() - job.heldAt() >= settings.lease().toNanos()) {
            throw lost(job);
        }
    }

    private static Fault lost(LiveJob job) {
        return new Fault(ErrorCode.CLAIM_LOST, job.database());
    }

    /** As {@link #pass}, and from here on the job is not cancelled any more. */
    public void passForGood(LiveJob job) {
        job.passPointOfNoReturn();
        jobs.change(job.id(), Job::passPointOfNoReturn);
        pass(job);
    }
}
