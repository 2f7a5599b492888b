package org.safeward.catalog;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The backup records. What lies in the trash is not there for anybody who does not ask for it; but its name is taken. */
@Stateless
public class BackupRecords {
    /**
     * Which records a list shows; an empty part lets all pass.
     *
     * @param trashed those in the trash, and no others; else none of them
     */
    public record Filter(
            Optional<String> database,
            Optional<RunState> status,
            List<BackupOrigin> origins,
            boolean trashed,
            int offset,
            int most) {}

    private static final String OF_DATABASE =
            "SELECT r FROM BackupRecord r WHERE r.database = :database AND r.whereabouts.trashedAt IS NULL ORDER BY r.id";

    private static final String FILES =
            "SELECT NEW org.safeward.catalog.RecordFile(r.id, r.status, r.filePath, r.whereabouts.node, r.whereabouts.trashedAt)"
                    + " FROM BackupRecord r WHERE r.filePath <> '' AND r.whereabouts.fileRemovedAt IS NULL";

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    public BackupRecord add(BackupRecord record) {
        catalog.persist(record);
        catalog.flush();
        return record;
    }

    /** @throws Fault RECORD_NOT_FOUND */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public BackupRecord get(long id) {
        return find(id).orElseThrow(() -> new Fault(ErrorCode.RECORD_NOT_FOUND, id));
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<BackupRecord> find(long id) {
        return Optional.ofNullable(catalog.find(BackupRecord.class, id))
                .filter(record -> !record.whereabouts().isTrashed());
    }

    /** @throws Fault RECORD_NOT_FOUND */
    public BackupRecord change(long id, Consumer<BackupRecord> change) {
        BackupRecord record = catalog.find(BackupRecord.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (record == null || record.whereabouts().isTrashed()) {
            throw new Fault(ErrorCode.RECORD_NOT_FOUND, id);
        }
        change.accept(record);
        return record;
    }

    public void remove(long id) {
        BackupRecord record = catalog.find(BackupRecord.class, id);
        if (record != null) {
            catalog.remove(record);
        }
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<BackupRecord> ofJob(long job) {
        return catalog.createNamedQuery("BackupRecord.ofJob", BackupRecord.class)
                .setParameter("job", job)
                .getResultList();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<BackupRecord> ofDatabase(String database) {
        return catalog.createQuery(OF_DATABASE, BackupRecord.class)
                .setParameter("database", database)
                .getResultList();
    }

    /** Whether a record names this file, be it there or not. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean names(String path) {
        return catalog.createNamedQuery("BackupRecord.naming", Long.class)
                        .setParameter("path", path)
                        .getSingleResult()
                > 0;
    }

    /** The files of all databases' records, whatever their status. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<RecordFile> files() {
        return catalog.createQuery(FILES + " ORDER BY r.id", RecordFile.class).getResultList();
    }

    /** The files of one database's records, whatever their status. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<RecordFile> filesOf(String database) {
        return catalog.createQuery(FILES + " AND r.database = :database ORDER BY r.id", RecordFile.class)
                .setParameter("database", database)
                .getResultList();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<BackupRecord> unfinished() {
        return catalog.createNamedQuery("BackupRecord.unfinished", BackupRecord.class)
                .getResultList();
    }

    /** By when it was completed. One that says it was completed in the future tells nothing of how recent it is, and is passed over. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<BackupRecord> newestGood(String database) {
        return newest("BackupRecord.newestGood", database);
    }

    /** The same without safety backups: what a new one is held against. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<BackupRecord> newestExamined(String database) {
        return newest("BackupRecord.newestExamined", database);
    }

    /** The ids of completed ones that are strange and that nobody has acknowledged. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Long> strange(String database) {
        return catalog.createNamedQuery("BackupRecord.strange", Long.class)
                .setParameter("database", database)
                .getResultList();
    }

    /** The ids of those that have a copy which is damaged and could not be healed. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Long> damaged(String database) {
        return catalog.createNamedQuery("BackupRecord.damaged", Long.class)
                .setParameter("database", database)
                .getResultList();
    }

    private Optional<BackupRecord> newest(String query, String database) {
        return catalog.createNamedQuery(query, BackupRecord.class)
                .setParameter("database", database)
                .setParameter("now", latest())
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** The one whose way back was proven last. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<BackupRecord> newestProven(String database) {
        return catalog.createNamedQuery("BackupRecord.newestProven", BackupRecord.class)
                .setParameter("database", database)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** The ids of those that were completed in the future: made while the clock was wrong. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Long> fromTheFuture(String database) {
        return catalog.createNamedQuery("BackupRecord.afterNow", Long.class)
                .setParameter("database", database)
                .setParameter("now", latest())
                .getResultList();
    }

    private Instant latest() {
        return clock.instant().plus(WrongClock.TOLERANCE);
    }

    /** Newest first. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<BackupRecord> list(Filter filter) {
        CriteriaBuilder builder = catalog.getCriteriaBuilder();
        CriteriaQuery<BackupRecord> query = builder.createQuery(BackupRecord.class);
        Root<BackupRecord> record = query.from(BackupRecord.class);
        query.select(record).where(predicates(filter, builder, record)).orderBy(builder.desc(record.get("id")));
        TypedQuery<BackupRecord> typed = catalog.createQuery(query);
        return typed.setFirstResult(filter.offset())
                .setMaxResults(filter.most())
                .getResultList();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public long count(Filter filter) {
        CriteriaBuilder builder = catalog.getCriteriaBuilder();
        CriteriaQuery<Long> query = builder.createQuery(Long.class);
        Root<BackupRecord> record = query.from(BackupRecord.class);
        query.select(builder.count(record)).where(predicates(filter, builder, record));
        return catalog.createQuery(query).getSingleResult();
    }

    private static Predicate[] predicates(Filter filter, CriteriaBuilder builder, Root<BackupRecord> record) {
        List<Predicate> predicates = new ArrayList<>();
        Path<Instant> trashedAt = record.get("whereabouts").get("trashedAt");
        predicates.add(filter.trashed() ? builder.isNotNull(trashedAt) : builder.isNull(trashedAt));
        filter.database().ifPresent(name -> predicates.add(builder.equal(record.get("database"), name)));
        filter.status().ifPresent(status -> predicates.add(builder.equal(record.get("status"), status)));
        if (!filter.origins().isEmpty()) {
            predicates.add(record.get("origin").in(filter.origins()));
        }
        return predicates.toArray(Predicate[]::new);
    }
}
