package org.safeward.restore.pause;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStep;
import org.safeward.jobs.LiveJob;
import org.safeward.restore.RestorePlan;

/**
 * Tells the application to pause. That it must be told to go on is written down before: whatever happens then,
 * {@link ResumeApplication} finds it.
 */
@Named("quiesceStep")
@Dependent
public class QuiesceApplication extends JobStep {
    @Inject
    private Hooks hooks;

    @Inject
    private OwedCalls owed;

    @SuppressWarnings("try") // The interruption is there to be closed.
    @Override
    protected void run(LiveJob job) throws InterruptedException {
        run(job.plan(RestorePlan.class), job);
    }

    void run(RestorePlan plan, LiveJob job) throws InterruptedException {
        if (!plan.replaces() || !hooks.anyConfigured()) {
            return;
        }
        owed.owe(job.id(), job.database());
        Thread caller = Thread.currentThread();
        try (var interruption = job.onStop(caller::interrupt)) {
            hooks.before(job.database(), job.id());
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.HOOK_FAILED, String.valueOf(e.getMessage()));
        } finally {
            // A stop that came just after the call must not interrupt what follows.
            Thread.interrupted();
        }
        job.checked("CHECK_PAUSED");
    }
}
