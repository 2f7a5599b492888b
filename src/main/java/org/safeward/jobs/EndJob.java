package org.safeward.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.rest.Faults;

/**
 * The one end of every job: what it has left is removed, its end is written, who waits is answered, and what follows is told, in this order. Where
 * one of these fails the next is done all the same, but for a job whose end cannot be written: its claim lapses, and {@link Recovery} ends it.
 */
@ApplicationScoped
class EndJob {
    private static final Logger LOG = System.getLogger(EndJob.class.getName());

    @Inject
    private LiveJobs lives;

    @Inject
    private JobQueue queue;

    @Inject
    private JobEnding ending;

    @Inject
    private ServerStop serverStop;

    @Inject
    private Event<JobCleanup> ended;

    @Inject
    private Event<JobEnded> done;

    /**
     * One of this node, whether it worked or still waited. Never throws.
     *
     * @return the ended job's row; empty when it could not be written
     */
    Optional<Job> end(LiveJob live) {
        tidy(live.id(), live.kind(), live.database(), false);
        if (live.stopReason().equals(Optional.of(StopReason.BATCH_RUNTIME))) {
            live.stopWas(serverStop.isNear() ? StopReason.SHUTDOWN : StopReason.CANCEL);
        }
        return finish(live);
    }

    /** One that could not begin: whoever asked for it is told at once, and still has what was given for it, such as an upload. */
    void endUnbegun(LiveJob live) {
        finish(live);
    }

    /** One that no node works on any more. */
    void abandon(Job job) {
        tidy(job.id(), job.kind(), job.database(), true);
        Job ended = ending.abandon(job.id());
        log(ended);
        tell(ended);
    }

    private Optional<Job> finish(LiveJob live) {
        try {
            // From here on its claim may be gone because it gave it back.
            live.ends();
            Job job = ending.end(live);
            log(job);
            forget(live);
            live.ended().complete(job);
            tell(job);
            return Optional.of(job);
        } catch (RuntimeException e) {
            Fault fault = Faults.of(e);
            LOG.log(Level.ERROR, "the end of job " + live.id() + " could not be written", e);
            forget(live);
            live.ended().completeExceptionally(fault);
            return Optional.empty();
        }
    }

    /** Ends one that waits, because it was asked to stop; false when it has had its turn and stops by itself. */
    boolean endWaiting(LiveJob live) {
        if (!queue.withdraw(live)) {
            return false;
        }
        end(live);
        return true;
    }

    private void forget(LiveJob live) {
        lives.remove(live);
        queue.leave(live);
    }

    private static void log(Job job) {
        LOG.log(
                Level.INFO,
                "{0} job {1} of database {2}: {3}",
                job.kind().text(),
                job.id(),
                job.database(),
                job.state().text());
    }

    /** Before the end is told, nothing of the job is left behind. */
    private void tidy(long id, JobKind kind, String database, boolean abandoned) {
        try {
            ended.fire(new JobCleanup(id, kind, database, abandoned));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "tidying up after job " + id + " failed", e);
        }
    }

    private void tell(Job job) {
        try {
            done.fire(new JobEnded(job));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "what follows job " + job.id() + " failed", e);
        }
    }
}
