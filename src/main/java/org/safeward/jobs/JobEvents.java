package org.safeward.jobs;

import jakarta.batch.api.listener.JobListener;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import org.safeward.jobs.record.Jobs;
import org.safeward.rest.Faults;

/** Hears of each job's start and end from the batch runtime. */
@Named
@Dependent
public class JobEvents implements JobListener {
    private static final Set<BatchStatus> STOPPED = EnumSet.of(BatchStatus.STOPPING, BatchStatus.STOPPED);

    @Inject
    private JobContext context;

    @Inject
    private LiveJobs lives;

    @Inject
    private Jobs jobs;

    @Inject
    private EndJob end;

    @Inject
    private JobStarter starter;

    @Inject
    private InstantSource clock;

    @Override
    public void beforeJob() {
        LiveJob live = lives.get(jobOf(context));
        try {
            jobs.change(live.id(), job -> job.start(context.getExecutionId(), clock.instant()));
        } catch (RuntimeException e) {
            live.failed(Faults.of(e));
            throw e;
        }
    }

    @Override
    public void afterJob() {
        LiveJob live = lives.get(jobOf(context));
        if (STOPPED.contains(context.getBatchStatus()) && live.stopReason().isEmpty()) {
            // Between two steps: no step has heard of it.
            live.stop(StopReason.BATCH_RUNTIME);
        }
        end.end(live).ifPresent(job -> context.setExitStatus(job.state().name()));
        starter.startNextSoon();
    }

    /** The id of our job that a batch execution runs. Its context keeps it: to learn it takes queries to the batch runtime's repository. */
    static long jobOf(JobContext context) {
        if (context.getTransientUserData() == null) {
            JobOperator operator = BatchRuntime.getJobOperator();
            String id = operator.getParameters(context.getExecutionId()).getProperty("job");
            context.setTransientUserData(Long.valueOf(id));
        }
        return (Long) context.getTransientUserData();
    }
}
