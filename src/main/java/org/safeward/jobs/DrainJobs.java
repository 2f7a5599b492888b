package org.safeward.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;

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
            Collection<LiveJob> running = lives.all();
            if (force) {
                running.forEach(this::cancel);
                awaitEnds(running);
                return;
            }
            running.stream()
                    .filter(job -> job.kind() != JobKind.COPY)
                    .findFirst()
                    .ifPresent(job -> {
                        throw running(job);
                    });
            // Nobody waits for a copy, and it begins again by itself.
            running.forEach(job -> cancelling.stop(job, jobs.get(job.id()).executionId(), StopReason.SHUTDOWN));
            awaitEnds(running);
        } catch (RuntimeException e) {
            reopen();
            throw e;
        }
    }

    public void reopen() {
        lives.open();
    }

    /** One past its point of no return is not stopped, but waited for. */
    private void cancel(LiveJob live) {
        cancelling.stop(live, jobs.get(live.id()).executionId(), StopReason.CANCEL);
    }

    private static void awaitEnds(Collection<LiveJob> running) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_END);
        for (LiveJob live : running) {
            try {
                live.ended().get(Math.max(0, limit - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                throw running(live);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw running(live);
            }
        }
    }

    private static Fault running(LiveJob live) {
        boolean backup = live.kind() == JobKind.BACKUP;
        return new Fault(backup ? ErrorCode.BACKUP_RUNNING : ErrorCode.RESTORE_RUNNING, live.id());
    }
}
