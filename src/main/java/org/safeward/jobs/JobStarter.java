package org.safeward.jobs;

import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Properties;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.Settings;

/** Hands an opened job to the batch runtime. Without a transaction: the opening must be committed before. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class JobStarter {
    @Inject
    private LiveJobs lives;

    @Inject
    private JobEnding ending;

    @Inject
    private Settings settings;

    /**
     * @param plan what the job's steps share
     * @return the running job; its end is told by {@link LiveJob#ended}
     * @throws Fault JOB_START_FAILED; the job has then ended as failed
     */
    public LiveJob start(OpenedJob opened, Object plan) {
        LiveJob live = new LiveJob(opened.job(), opened.token(), settings.backupTimeout(), plan);
        lives.add(live);
        try {
            Properties parameters = new Properties();
            parameters.setProperty("job", Long.toString(live.id()));
            parameters.setProperty("database", live.database());
            BatchRuntime.getJobOperator().start(live.kind().text(), parameters);
            return live;
        } catch (BatchRuntimeException e) {
            Fault fault = new Fault(e, ErrorCode.JOB_START_FAILED, e.getMessage());
            live.failed(fault);
            ending.end(live);
            throw fault;
        }
    }
}
