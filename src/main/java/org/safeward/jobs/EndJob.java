package org.safeward.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.safeward.catalog.Job;
import org.safeward.fault.Fault;
import org.safeward.rest.Faults;

/** The end of a job of this node, whether it worked or still waited: tidied up, written, told, in this order. */
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
    private Event<JobEnded> ended;

    @Inject
    private Event<JobDone> done;

    /** Never throws. @return the ended job's row; empty when it could not be written, and the next recovery will end it */
    Optional<Job> end(LiveJob live) {
        try {
            tidy(live);
            if (live.stopReason().equals(Optional.of(StopReason.BATCH_RUNTIME))) {
                live.stopWas(serverStop.isNear() ? StopReason.SHUTDOWN : StopReason.CANCEL);
            }
            // From here on its claim may be gone because it gave it back.
            live.ends();
            Job job = ending.end(live);
            log(job);
            forget(live);
            live.ended().complete(job);
            tell(job);
            return Optional.of(job);
        } catch (RuntimeException e) {
            // The claim lapses, and the next recovery ends the job.
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
    private void tidy(LiveJob live) {
        try {
            ended.fire(new JobEnded(live.id(), live.kind(), live.database(), false));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "tidying up after job " + live.id() + " failed", e);
        }
    }

    private void tell(Job job) {
        try {
            done.fire(new JobDone(job));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "what follows job " + job.id() + " failed", e);
        }
    }
}
