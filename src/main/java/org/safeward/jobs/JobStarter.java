package org.safeward.jobs;

import jakarta.batch.runtime.BatchRuntime;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Properties;
import org.safeward.catalog.Job;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.Settings;

/** Hands an opened job to the batch runtime. Without a transaction: the opening must be committed before. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class JobStarter {
    private static final Logger LOG = System.getLogger(JobStarter.class.getName());

    @Inject
    private LiveJobs lives;

    @Inject
    private JobEnding ending;

    @Inject
    private Event<JobDone> done;

    @Inject
    private Settings settings;

    /**
     * @param plan what the job's steps share
     * @return the running job; its end is told by {@link LiveJob#ended}
     * @throws Fault JOB_START_FAILED, SHUTTING_DOWN; the job has then ended as failed
     */
    public LiveJob start(OpenedJob opened, Object plan) {
        LiveJob live = new LiveJob(opened.job(), opened.token(), settings.backupTimeout(), plan);
        lives.add(live);
        try {
            // Again, and only now: whoever closes looks for jobs afterwards, and one of the two sees the other.
            if (lives.closed()) {
                throw new Fault(ErrorCode.SHUTTING_DOWN);
            }
            Properties parameters = new Properties();
            parameters.setProperty("job", Long.toString(live.id()));
            parameters.setProperty("database", live.database());
            BatchRuntime.getJobOperator().start(live.kind().text(), parameters);
            return live;
        } catch (RuntimeException e) {
            // Of any kind: a job that nobody works on must not keep its claim.
            Fault fault = e instanceof Fault known ? known : new Fault(e, ErrorCode.JOB_START_FAILED, e.getMessage());
            live.failed(fault);
            end(live);
            throw fault;
        }
    }

    private void end(LiveJob live) {
        try {
            Job job = ending.end(live);
            lives.remove(live);
            live.ended().complete(job);
            done.fire(new JobDone(job));
        } catch (RuntimeException e) {
            // Its claim is not renewed any more, so the next recovery ends it.
            LOG.log(Level.ERROR, "the end of job " + live.id() + " could not be written", e);
        } finally {
            lives.remove(live);
        }
    }
}
