package org.safeward.access.audit;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The audit's rows. */
@Stateless
public class AuditEntries {
    /**
     * Which entries a list shows; an empty part lets all pass.
     *
     * @param action a whole action, or the beginning of some up to a dot: {@code backup}
     * @param from the first moment
     * @param until the first moment after the last
     */
    public record Filter(
            Optional<String> who,
            Optional<String> action,
            Optional<String> result,
            Optional<Instant> from,
            Optional<Instant> until,
            int offset,
            int most) {}

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    public AuditEntry add(AuditEntry entry) {
        catalog.persist(entry);
        catalog.flush();
        return entry;
    }

    public AuditEntry end(long id, String subject, String result) {
        AuditEntry entry = catalog.find(AuditEntry.class, id);
        entry.end(subject, result, clock.instant());
        return entry;
    }

    public void removeBefore(Instant moment) {
        catalog.createNamedQuery("AuditEntry.removeBefore")
                .setParameter("moment", moment)
                .executeUpdate();
    }

    /** Newest first. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<AuditEntry> list(Filter filter) {
        CriteriaBuilder builder = catalog.getCriteriaBuilder();
        CriteriaQuery<AuditEntry> query = builder.createQuery(AuditEntry.class);
        Root<AuditEntry> entry = query.from(AuditEntry.class);
        query.select(entry).where(predicates(filter, builder, entry)).orderBy(builder.desc(entry.get("id")));
        return catalog.createQuery(query)
                .setFirstResult(filter.offset())
                .setMaxResults(filter.most())
                .getResultList();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public long count(Filter filter) {
        CriteriaBuilder builder = catalog.getCriteriaBuilder();
        CriteriaQuery<Long> query = builder.createQuery(Long.class);
        Root<AuditEntry> entry = query.from(AuditEntry.class);
        query.select(builder.count(entry)).where(predicates(filter, builder, entry));
        return catalog.createQuery(query).getSingleResult();
    }

    private static Predicate[] predicates(Filter filter, CriteriaBuilder builder, Root<AuditEntry> entry) {
        List<Predicate> predicates = new ArrayList<>();
        filter.who().ifPresent(who -> predicates.add(builder.equal(entry.get("who"), who)));
        filter.result().ifPresent(result -> predicates.add(builder.equal(entry.get("result"), result)));
        filter.action()
                .ifPresent(action -> predicates.add(builder.or(
                        builder.equal(entry.get("action"), action),
                        builder.like(entry.<String>get("action"), escaped(action) + ".%", '!'))));
        filter.from()
                .ifPresent(from -> predicates.add(builder.greaterThanOrEqualTo(entry.<Instant>get("beganAt"), from)));
        filter.until().ifPresent(until -> predicates.add(builder.lessThan(entry.<Instant>get("beganAt"), until)));
        return predicates.toArray(Predicate[]::new);
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
