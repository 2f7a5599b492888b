package org.safeward.jobs;

import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Claims;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;

/** Asks the job that works on a database to stop, on whichever node it runs. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CancelJob {
    private static final Logger LOG = System.getLogger(CancelJob.class.getName());

    @Inject
    private Claims claims;

    @Inject
    private Jobs jobs;

    @Inject
    private LiveJobs lives;

    @Inject
    private EndJob end;

    /**
     * @return the job that was asked, empty when none works on the database
     * @throws Fault PAST_POINT_OF_NO_RETURN
     */
    public Optional<Job> cancel(String database) {
        return cancelHolder(database);
    }

    /** The job of a kind that stands aside, of whichever database. */
    public Optional<Job> cancelAside(JobKind kind) {
        return cancelHolder(kind.claims(""));
    }

    /** The copy that is on its way to a destination. */
    public Optional<Job> cancelCopy(String destination) {
        return cancelHolder(JobKind.copyTo(destination));
    }

    /** Whoever reads the live database would be in the way of its restore: a comparison of this database ends. */
    public void makeWay(String database) {
        claims.holder(JobKind.COMPARE.claims(database))
                .filter(holder -> jobs.get(holder).database().equals(database))
                .ifPresent(holder -> cancelAside(JobKind.COMPARE));
    }

    private Optional<Job> cancelHolder(String claimed) {
        Optional<Long> holder = claims.holder(claimed);
        if (holder.isEmpty()) {
            return Optional.empty();
        }
        Job job = jobs.change(holder.get(), Job::requestCancel);
        if (job == null || job.state().ended()) {
            return Optional.empty();
        }
        if (job.pastReturn()) {
            throw new Fault(ErrorCode.PAST_POINT_OF_NO_RETURN, job.id());
        }
        // A job of this node stops at once; that of another one within a second, when it reads its row.
        Optional<LiveJob> live = lives.find(job.id());
        if (live.isPresent() && !stop(live.get(), job.executionId(), StopReason.CANCEL)) {
            throw new Fault(ErrorCode.PAST_POINT_OF_NO_RETURN, job.id());
        }
        return Optional.of(job);
    }

    /** Stops a job of this node; one that waits for its turn has ended then. One that works is stopped for the batch runtime too, so that its consoles show it as stopped. */
    public boolean stop(LiveJob live, Long execution, StopReason reason) {
        if (!live.stop(reason)) {
            return false;
        }
        if (end.endWaiting(live)) {
            return true;
        }
        if (execution != null) {
            try {
                BatchRuntime.getJobOperator().stop(execution);
            } catch (BatchRuntimeException e) {
                // It has ended by itself, or is just between two states: the job knows that it has to stop.
                LOG.log(Level.DEBUG, "batch execution " + execution + " could not be stopped", e);
            }
        }
        return true;
    }
}
