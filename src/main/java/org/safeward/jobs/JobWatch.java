package org.safeward.jobs;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.safeward.jobs.record.Claims;
import org.safeward.jobs.record.Jobs;
import org.safeward.settings.Settings;

/**
 * Three threads beside the jobs of this node. One renews their claims, and does nothing else, so that a slow progress report never
 * costs a claim. Another delivers cancel requests and time limits, and writes progress, each second. The third tells each minute that it has
 * passed, to whoever looks after something.
 */
@ApplicationScoped
public class JobWatch {
    private static final Logger LOG = System.getLogger(JobWatch.class.getName());
    private static final int HEARTBEATS_A_LEASE = 6;

    @Resource
    private ManagedThreadFactory threads;

    @Inject
    private LiveJobs lives;

    @Inject
    private Jobs jobs;

    @Inject
    private Claims claims;

    @Inject
    private CancelJob cancelling;

    @Inject
    private JobStarter starter;

    @Inject
    private EndJob end;

    @Inject
    private Settings settings;

    @Inject
    private Event<MinutePassed> minute;

    private ScheduledExecutorService clock;

    public synchronized void start() {
        clock = Executors.newScheduledThreadPool(3, threads);
        long beat = settings.lease().toMillis() / HEARTBEATS_A_LEASE;
        clock.scheduleWithFixedDelay(() -> guarded(this::renewClaims), beat, beat, TimeUnit.MILLISECONDS);
        clock.scheduleWithFixedDelay(() -> guarded(this::look), 1, 1, TimeUnit.SECONDS);
        clock.scheduleWithFixedDelay(() -> guarded(this::tellMinute), 1, 1, TimeUnit.MINUTES);
    }

    /** Takes no new jobs, stops those that run, and waits for them as long as a server may take to stop. */
    public synchronized void stop() {
        lives.close();
        lives.all().forEach(live -> {
            live.stop(StopReason.SHUTDOWN);
            end.endWaiting(live);
        });
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        for (LiveJob live : lives.all()) {
            try {
                live.ended().get(Math.max(0, limit - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                LOG.log(Level.WARNING, "job {0} was still running; the next start ends it", live.id());
            }
        }
        if (clock != null) {
            clock.shutdownNow();
        }
    }

    private void tellMinute() {
        minute.fire(new MinutePassed());
    }

    void renewClaims() {
        Collection<LiveJob> all = lives.all();
        Set<String> renewed = claims.renewAll(all.stream().map(LiveJob::token).toList());
        for (LiveJob live : all) {
            // A job that ends says so before it gives its claim back.
            if (!renewed.contains(live.token()) && !live.isEnding()) {
                LOG.log(Level.ERROR, "job {0} has lost its claim on database {1}", live.id(), live.database());
                live.stop(StopReason.CLAIM_LOST);
            }
        }
    }

    private void look() {
        Collection<LiveJob> now = lives.all();
        if (now.isEmpty()) {
            return;
        }
        for (long id : jobs.cancelRequested(now.stream().map(LiveJob::id).toList())) {
            lives.find(id).ifPresent(live -> stop(live, StopReason.CANCEL));
        }
        for (LiveJob live : now) {
            if (live.isOverTime()) {
                stop(live, StopReason.TIMEOUT);
            }
            if (live.stopReason().isPresent()) {
                end.endWaiting(live);
            }
            if (live.hasBegun()) {
                jobs.change(live.id(), live.progress()::report);
            }
        }
        // Where a turn became free and nobody was told of it.
        starter.startNext();
    }

    private void stop(LiveJob live, StopReason reason) {
        if (live.stopReason().isEmpty()) {
            cancelling.stop(live, jobs.get(live.id()).executionId(), reason);
        }
    }

    /** A scheduled task that throws is never run again; the next second may be a better one. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the job watch failed once", e);
        }
    }
}
