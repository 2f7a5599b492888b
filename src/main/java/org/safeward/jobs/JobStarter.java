package org.safeward.jobs;

import jakarta.annotation.Resource;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.RejectedExecutionException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.Settings;

/** Hands an opened job to the batch runtime when its turn has come. Without a transaction: the opening must be committed before. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class JobStarter {
    private static final Logger LOG = System.getLogger(JobStarter.class.getName());

    /** A century. */
    private static final Duration NO_LIMIT = Duration.ofDays(36_500);

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private LiveJobs lives;

    @Inject
    private JobQueue queue;

    @Inject
    private EndJob end;

    @Inject
    private CancelJob cancelling;

    @Inject
    private Settings settings;

    /**
     * @param plan what the job's steps share
     * @param turn where it stands when jobs have to wait
     * @return the job, which works or waits for its turn; its end is told by {@link LiveJob#ended}
     * @throws Fault JOB_START_FAILED, SHUTTING_DOWN; the job has then ended as failed
     */
    public LiveJob start(JobOpening.Opened opened, Object plan, Turn turn) {
        Duration limit = opened.job().kind().isTimed() ? settings.backupTimeout() : NO_LIMIT;
        LiveJob live = new LiveJob(opened.job(), opened.token(), limit, plan, turn);
        lives.add(live);
        // Again, and only now: whoever closes looks for jobs afterwards, and one of the two sees the other.
        if (lives.closed()) {
            throw failed(live, new Fault(ErrorCode.SHUTTING_DOWN));
        }
        if (turn == Turn.RESTORE && opened.job().destination().target() == null) {
            cancelling.makeWay(live.database());
        }
        queue.add(live);
        Optional<Fault> refused = beginNext(live);
        if (refused.isPresent()) {
            throw failed(live, refused.get());
        }
        return live;
    }

    /** Begins the jobs that have waited and whose turn it is. While the node takes no new jobs they go on waiting. */
    public void startNext() {
        if (!lives.closed()) {
            beginNext(null);
        }
    }

    /** Not on this thread, on which a job of the batch runtime is ending. */
    public void startNextSoon() {
        try {
            executor.execute(this::startNext);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the server is stopping, or the job watch starts the next one", e);
        }
    }

    /** @return why the caller's own job could not begin; others that cannot have ended when this returns */
    private Optional<Fault> beginNext(LiveJob own) {
        Optional<Fault> ofOwn = Optional.empty();
        for (Optional<LiveJob> next = queue.next(); next.isPresent(); next = queue.next()) {
            LiveJob live = next.get();
            Optional<Fault> refused = begin(live);
            if (live == own) {
                ofOwn = refused;
            } else {
                refused.ifPresent(fault -> {
                    live.failed(fault);
                    end.end(live);
                });
            }
        }
        return ofOwn;
    }

    private static Optional<Fault> begin(LiveJob live) {
        try {
            live.begin();
            Properties parameters = new Properties();
            parameters.setProperty("job", Long.toString(live.id()));
            parameters.setProperty("database", live.database());
            BatchRuntime.getJobOperator().start(live.kind().text(), parameters);
            return Optional.empty();
        } catch (RuntimeException e) {
            // Of any kind: a job that nobody works on must not keep its claim.
            return Optional.of(new Fault(e, ErrorCode.JOB_START_FAILED, e.getMessage()));
        }
    }

    private Fault failed(LiveJob live, Fault fault) {
        live.failed(fault);
        end.endUnbegun(live);
        return fault;
    }
}
