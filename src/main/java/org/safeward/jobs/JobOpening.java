package org.safeward.jobs;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.function.Consumer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Claims;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;

/** Takes a database for a new job. Part of the caller's transaction, so that its records appear with the claim or not at all. */
@Stateless
public class JobOpening {
    /** A job that owns its database and has not been started. */
    public record Opened(Job job, String token) {}

    @Inject
    private Jobs jobs;

    @Inject
    private Claims claims;

    @Inject
    private LiveJobs lives;

    /**
     * @param details fills in what the kind of job adds to its row
     * @throws Fault BACKUP_RUNNING, RESTORE_RUNNING when another job has the database, DRILL_RUNNING, COMPARE_RUNNING; SHUTTING_DOWN
     */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public Opened open(JobKind kind, String database, String requestedBy, Consumer<Job> details) {
        return open(kind, database, kind.claims(database), requestedBy, details);
    }

    /**
     * A copy to a destination, which it claims.
     *
     * @throws Fault COPY_RUNNING when another one goes there; SHUTTING_DOWN
     */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public Opened openCopy(String database, String destination, String requestedBy, Consumer<Job> details) {
        return open(JobKind.COPY, database, JobKind.copyTo(destination), requestedBy, row -> {
            row.copyTo(destination);
            details.accept(row);
        });
    }

    private Opened open(JobKind kind, String database, String claimed, String requestedBy, Consumer<Job> details) {
        if (lives.closed()) {
            throw new Fault(ErrorCode.SHUTTING_DOWN);
        }
        String token = UUID.randomUUID().toString();
        Job job = jobs.add(kind, database, requestedBy, Node.NAME);
        if (!claims.take(claimed, job.id(), Node.NAME, token)) {
            throw busy(kind, claimed);
        }
        details.accept(job);
        return new Opened(job, token);
    }

    private Fault busy(JobKind kind, String claimed) {
        // The holder may have ended in this moment; then it was a backup as far as anyone can tell.
        long holder = claims.holder(claimed).orElse(0L);
        if (kind.standsAside()) {
            return new Fault(aside(kind), holder);
        }
        boolean restore = holder != 0 && jobs.get(holder).kind() != JobKind.BACKUP;
        return new Fault(restore ? ErrorCode.RESTORE_RUNNING : ErrorCode.BACKUP_RUNNING, holder);
    }

    private static ErrorCode aside(JobKind kind) {
        return switch (kind) {
            case DRILL -> ErrorCode.DRILL_RUNNING;
            case COPY -> ErrorCode.COPY_RUNNING;
            default -> ErrorCode.COMPARE_RUNNING;
        };
    }
}
