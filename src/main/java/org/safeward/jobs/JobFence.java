package org.safeward.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.safeward.catalog.Claims;
import org.safeward.catalog.Job;
import org.safeward.catalog.Jobs;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The question before anything becomes visible: does the job still hold its database? */
@ApplicationScoped
public class JobFence {
    @Inject
    private Claims claims;

    @Inject
    private Jobs jobs;

    /** @throws Fault CLAIM_LOST */
    public void pass(LiveJob job) {
        if (!claims.renew(job.token())) {
            throw new Fault(ErrorCode.CLAIM_LOST, job.database());
        }
    }

    /** The same, and from here on the job is not cancelled any more. */
    public void passForGood(LiveJob job) {
        job.passPointOfNoReturn();
        jobs.change(job.id(), Job::passPointOfNoReturn);
        pass(job);
    }
}
