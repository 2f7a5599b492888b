package org.safeward.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.safeward.catalog.JobKind;
import org.safeward.catalog.Jobs;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Brings this node to a state without jobs, in which none begins any more: before its process ends on purpose. */
@ApplicationScoped
public class DrainJobs {
    private static final int SECONDS_TO_END = 30;

    @Inject
    private LiveJobs lives;

    @Inject
    private Jobs jobs;

    @Inject
    private CancelJob cancelling;

    /**
     * @param force cancel what runs and wait for its end
     * @throws Fault BACKUP_RUNNING, RESTORE_RUNNING: the node goes on as before; SHUTTING_DOWN when it is drained already
     */
    public synchronized void drain(boolean force) {
        if (lives.closed()) {
            throw new Fault(ErrorCode.SHUTTING_DOWN);
        }
        // First closed, then asked: a job that begins in between would be cut off.
        lives.close();
        try {
            for (LiveJob live : lives.all()) {
                end(live, force);
            }
        } catch (RuntimeException e) {
            reopen();
            throw e;
        }
    }

    public void reopen() {
        lives.open();
    }

    private void end(LiveJob live, boolean force) {
        if (!force) {
            throw running(live);
        }
        // One past its point of no return is waited for.
        cancelling.stop(live, jobs.get(live.id()).executionId(), StopReason.CANCEL);
        try {
            live.ended().get(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw running(live);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw running(live);
        }
    }

    private static Fault running(LiveJob live) {
        boolean backup = live.kind() == JobKind.BACKUP;
        return new Fault(backup ? ErrorCode.BACKUP_RUNNING : ErrorCode.RESTORE_RUNNING, live.id());
    }
}
