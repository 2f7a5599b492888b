package org.safeward.jobs.record;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The rows of jobs. */
@Stateless
public class Jobs {
    /** Which jobs a list shows; an empty part lets all pass. */
    public record Filter(
            Optional<String> database, Optional<JobKind> kind, Optional<RunState> state, int offset, int most) {}

    /** How many jobs of a kind a database has had that are in a state. */
    public record Total(String database, JobKind kind, RunState state, long jobs) {}

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    public Job add(JobKind kind, String database, String requestedBy, String node) {
        Job job = new Job(kind, database, requestedBy, node, clock.instant());
        catalog.persist(job);
        catalog.flush();
        return job;
    }

    /** @throws Fault JOB_NOT_FOUND */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Job get(long id) {
        return find(id).orElseThrow(() -> new Fault(ErrorCode.JOB_NOT_FOUND, id));
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Job> find(long id) {
        return Optional.ofNullable(catalog.find(Job.class, id));
    }

    /** Changes one job in this transaction. A change to a job that has ended is not made: nothing comes after an end. */
    public Job change(long id, Consumer<Job> change) {
        Job job = catalog.find(Job.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (job != null && !job.state().ended()) {
            change.accept(job);
        }
        return job;
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Job> active() {
        return catalog.createNamedQuery("Job.active", Job.class).getResultList();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Job> newest(int offset, int most) {
        return catalog.createNamedQuery("Job.newest", Job.class)
                .setFirstResult(offset)
                .setMaxResults(most)
                .getResultList();
    }

    /** The last job of a kind that was completed. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Job> lastCompleted(String database, JobKind kind) {
        return first("Job.lastCompleted", database, kind);
    }

    /** The last job of a kind that has come to an end by itself, whether good or bad. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Job> lastUncancelled(String database, JobKind kind) {
        return first("Job.lastUncancelled", database, kind);
    }

    private Optional<Job> first(String query, String database, JobKind kind) {
        return catalog.createNamedQuery(query, Job.class)
                .setParameter("database", database)
                .setParameter("kind", kind)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** How many jobs there have been: rows of jobs are never removed. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Total> totals() {
        return catalog.createNamedQuery("Job.totals", Object[].class)
                .getResultStream()
                .map(row -> new Total((String) row[0], (JobKind) row[1], (RunState) row[2], (Long) row[3]))
                .toList();
    }

    /** Newest first. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Job> list(Filter filter) {
        CriteriaBuilder builder = catalog.getCriteriaBuilder();
        CriteriaQuery<Job> query = builder.createQuery(Job.class);
        Root<Job> job = query.from(Job.class);
        query.select(job).where(predicates(filter, builder, job)).orderBy(builder.desc(job.get("id")));
        return catalog.createQuery(query)
                .setFirstResult(filter.offset())
                .setMaxResults(filter.most())
                .getResultList();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public long count(Filter filter) {
        CriteriaBuilder builder = catalog.getCriteriaBuilder();
        CriteriaQuery<Long> query = builder.createQuery(Long.class);
        Root<Job> job = query.from(Job.class);
        query.select(builder.count(job)).where(predicates(filter, builder, job));
        return catalog.createQuery(query).getSingleResult();
    }

    private static Predicate[] predicates(Filter filter, CriteriaBuilder builder, Root<Job> job) {
        List<Predicate> predicates = new ArrayList<>();
        filter.database().ifPresent(name -> predicates.add(builder.equal(job.get("database"), name)));
        filter.kind().ifPresent(kind -> predicates.add(builder.equal(job.get("kind"), kind)));
        filter.state().ifPresent(state -> predicates.add(builder.equal(job.get("state"), state)));
        return predicates.toArray(Predicate[]::new);
    }

    /**
     * Jobs that have replaced the live database, or may have: restores into it and undos that were completed or got past their point of
     * no return. Newest first, at most so many.
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Job> replacing(String database, int most) {
        return catalog.createNamedQuery("Job.replacing", Job.class)
                .setParameter("database", database)
                .setMaxResults(most)
                .getResultList();
    }

    /**
     * To be asked with the database's claim taken.
     *
     * @throws Fault UNDO_IMPOSSIBLE when another job has replaced the database since this one
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public void requireNewestReplacing(Job newest) {
        for (Job last : replacing(newest.database(), 1)) {
            if (!last.id().equals(newest.id())) {
                throw new Fault(ErrorCode.UNDO_IMPOSSIBLE, "job " + last.id() + " came in between");
            }
        }
    }

    /** Whether a job of this database has given things this name ({@link Job#place}). */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean hasPlace(String database, String place) {
        return ofPlace(database, place).isPresent();
    }

    /** The same of a job that has ended: what still has its name is in nobody's use. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean hasLeft(String database, String place) {
        return ofPlace(database, place).filter(job -> job.state().ended()).isPresent();
    }

    private Optional<Job> ofPlace(String database, String place) {
        String number = place.substring(0, Math.max(0, place.indexOf('_')));
        if (!number.matches("[1-9][0-9]{0,17}")) {
            return Optional.empty();
        }
        return find(Long.parseLong(number))
                .filter(job -> job.database().equals(database) && job.place().equals(place));
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public long count() {
        return catalog.createNamedQuery("Job.count", Long.class).getSingleResult();
    }

    /** Those of the given jobs that somebody asked to cancel. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Long> cancelRequested(Collection<Long> ids) {
        return catalog.createNamedQuery("Job.cancelRequested", Long.class)
                .setParameter("ids", ids)
                .getResultList();
    }
}
