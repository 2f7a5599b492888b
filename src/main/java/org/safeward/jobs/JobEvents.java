package org.safeward.jobs;

import jakarta.batch.api.listener.JobListener;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.safeward.catalog.Job;
import org.safeward.catalog.Jobs;
import org.safeward.fault.Fault;
import org.safeward.rest.Faults;

/** Hears of each job's start and end from the batch runtime. */
@Named
@Dependent
public class JobEvents implements JobListener {
    private static final Logger LOG = System.getLogger(JobEvents.class.getName());

    private static final Set<BatchStatus> STOPPED = EnumSet.of(BatchStatus.STOPPING, BatchStatus.STOPPED);

    @Inject
    private JobContext context;

    @Inject
    private LiveJobs lives;

    @Inject
    private Jobs jobs;

    @Inject
    private JobEnding ending;

    @Inject
    private Event<JobEnded> ended;

    @Inject
    private Event<JobDone> done;

    @Override
    public void beforeJob() {
        LiveJob live = lives.get(jobOf(context));
        try {
            jobs.change(live.id(), job -> job.start(context.getExecutionId(), Instant.now()));
        } catch (RuntimeException e) {
            live.failed(Faults.of(e));
            throw e;
        }
    }

    @Override
    public void afterJob() {
        LiveJob live = lives.get(jobOf(context));
        if (STOPPED.contains(context.getBatchStatus()) && live.stopReason().isEmpty()) {
            // By the server's admin tools, between two steps: no step has heard of it.
            live.stop(StopReason.CANCEL);
        }
        try {
            tidy(live);
            Job job = ending.end(live);
            context.setExitStatus(job.state().name());
            LOG.log(
                    Level.INFO,
                    "{0} job {1} of database {2}: {3}",
                    job.kind().text(),
                    job.id(),
                    job.database(),
                    job.state().text());
            lives.remove(live);
            live.ended().complete(job);
            tell(job);
        } catch (RuntimeException e) {
            // The claim lapses, and the next recovery ends the job.
            Fault fault = Faults.of(e);
            LOG.log(Level.ERROR, "the end of job " + live.id() + " could not be written", e);
            lives.remove(live);
            live.ended().completeExceptionally(fault);
        }
    }

    /** Before the end is told, nothing of the job is left behind. */
    private void tidy(LiveJob live) {
        try {
            ended.fire(new JobEnded(live.id(), live.kind(), live.database(), false));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "tidying up after job " + live.id() + " failed", e);
        }
    }

    private void tell(Job job) {
        try {
            done.fire(new JobDone(job));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "what follows job " + job.id() + " failed", e);
        }
    }

    /** The id of our job that a batch execution runs. */
    static long jobOf(JobContext context) {
        JobOperator operator = BatchRuntime.getJobOperator();
        return Long.parseLong(operator.getParameters(context.getExecutionId()).getProperty("job"));
    }
}
