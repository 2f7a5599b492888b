package org.safeward.jobs;

import jakarta.batch.api.Batchlet;
import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.safeward.engine.WorkStopped;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Faults;

/**
 * One step of a job: tells the job where it is, and keeps what it fails of. Subclasses do one thing in {@link #run}. Runs without a
 * transaction.
 */
public abstract class JobStep implements Batchlet {
    private static final Logger LOG = System.getLogger(JobStep.class.getName());

    @Inject
    private JobContext jobContext;

    @Inject
    private StepContext stepContext;

    @Inject
    private LiveJobs lives;

    @Inject
    private Jobs jobs;

    @Inject
    private Event<JobReached> reached;

    protected abstract void run(LiveJob job) throws Exception;

    @Override
    public final String process() throws Exception {
        LiveJob live = live();
        live.enter(stepContext.getStepName());
        try {
            // At once, so that the row names the right step when the server dies in it.
            jobs.change(live.id(), live.progress()::report);
            reached.fire(new JobReached(live, place(live)));
            live.checkpoint();
            long begin = System.nanoTime();
            run(live);
            live.progress().finishStep();
            logTime(live, System.nanoTime() - begin);
            return live.progress().stepReport();
        } catch (WorkStopped e) {
            // The ending knows the reason of the stop; to the batch runtime this step has ended as asked.
            return "STOPPED";
        } catch (Exception e) {
            if (live.stopReason().isPresent()) {
                // What was interrupted fails in ways of its own.
                LOG.log(Level.DEBUG, "stopped job " + live.id(), e);
                return "STOPPED";
            }
            live.failed(Faults.of(e));
            throw e;
        }
    }

    /** The job is at a place inside this step. */
    protected final void reached(LiveJob job, String place) {
        reached.fire(new JobReached(job, place(job) + "." + place));
    }

    private static String place(LiveJob job) {
        return job.kind().text() + "." + job.step();
    }

    private static void logTime(LiveJob live, long nanos) {
        LOG.log(
                Level.INFO,
                "{0} job {1}: {2} took {3} ms",
                live.kind().text(),
                String.valueOf(live.id()),
                live.step(),
                String.valueOf(TimeUnit.NANOSECONDS.toMillis(nanos)));
    }

    /** Called by the batch runtime when somebody stops the execution, on that somebody's thread. */
    @Override
    public final void stop() {
        live().stop(StopReason.BATCH_RUNTIME);
    }

    private LiveJob live() {
        return lives.get(JobEvents.jobOf(jobContext));
    }
}
