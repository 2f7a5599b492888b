package org.safeward.restore.pause;

import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.safeward.jobs.JobCleanup;
import org.safeward.jobs.MinutePassed;
import org.safeward.jobs.record.Jobs;

/** Tells the application to go on: at the end of each restore that told it to pause, and each minute until it has answered. */
@Singleton
@jakarta.ejb.Lock(jakarta.ejb.LockType.READ)
@TransactionManagement(TransactionManagementType.BEAN)
public class ResumeApplication {
    private static final Logger LOG = System.getLogger(ResumeApplication.class.getName());

    @Inject
    private OwedCalls owed;

    @Inject
    private Jobs jobs;

    @Inject
    private Hooks hooks;

    /** Calls that are being made in this moment, so that a slow one is not made again beside itself. */
    private final Set<Long> paying = ConcurrentHashMap.newKeySet();

    @Resource
    private ManagedExecutorService executor;

    public void after(@Observes JobCleanup ended) {
        List<OwedCall> calls = owed.ofJob(ended.job());
        if (ended.abandoned()) {
            // At a start: a hook that does not answer must not hold it up.
            calls.forEach(call -> executor.execute(() -> pay(call)));
        } else {
            calls.forEach(this::pay);
        }
    }

    /** Not on the thread of the minute: a hook may take its time. */
    public void everyMinute(@Observes MinutePassed minute) {
        executor.execute(this::payAll);
    }

    private void payAll() {
        try {
            for (OwedCall call : owed.all()) {
                if (jobs.get(call.jobId()).state().ended()) {
                    pay(call);
                }
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "looking for owed hook calls failed", e);
        }
    }

    private void pay(OwedCall call) {
        if (!paying.add(call.id())) {
            return;
        }
        try {
            if (owed.isOwed(call.id())) {
                call(call);
            }
        } finally {
            paying.remove(call.id());
        }
    }

    private void call(OwedCall call) {
        try {
            hooks.after(call.database(), call.jobId());
            owed.settle(call.id());
        } catch (IOException e) {
            owed.tried(call.id());
            LOG.log(
                    Level.WARNING,
                    "the after-restore hook of job {0} failed and is tried again: {1}",
                    call.jobId(),
                    e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
