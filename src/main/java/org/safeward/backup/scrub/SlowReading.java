package org.safeward.backup.scrub;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.safeward.engine.WorkStopped;
import org.safeward.jobs.LiveJobs;
import org.safeward.jobs.record.JobKind;

/**
 * The pace of reading that nobody waits for. After each piece it pauses as long as that piece took, so that it takes half of a disk at most and
 * less of one that is busy; and while a job runs on this node it waits.
 */
@ApplicationScoped
class SlowReading {
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long RENEW_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long WAIT_MILLISECONDS = 500;

    @Inject
    private LiveJobs lives;

    @Inject
    private ScrubTurn turn;

    private volatile boolean over;
    private long begun = System.nanoTime();
    private long renewed = System.nanoTime();

    /** Between two pieces of a file. @throws WorkStopped when the server stops, or the turn is another node's */
    void pause() {
        keepTurn();
        sleep(Math.min(System.nanoTime() - begun, LONGEST_PAUSE_NANOS) / 1_000_000);
        while (!isQuiet()) {
            sleep(WAIT_MILLISECONDS);
            keepTurn();
        }
        begun = System.nanoTime();
    }

    /** A large file takes longer than a turn. */
    private void keepTurn() {
        if (System.nanoTime() - renewed > RENEW_NANOS) {
            renewed = System.nanoTime();
            if (!turn.take(ScrubTurn.NODE)) {
                throw new WorkStopped();
            }
        }
    }

    /** Copies to other places may take days, and mostly wait for the network. */
    boolean isQuiet() {
        return lives.all().stream().allMatch(job -> job.kind() == JobKind.COPY);
    }

    private void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkStopped(e);
        }
        if (over) {
            throw new WorkStopped();
        }
    }

    @PreDestroy
    void end() {
        over = true;
    }
}
