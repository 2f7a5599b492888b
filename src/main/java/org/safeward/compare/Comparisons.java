package org.safeward.compare;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;

/** What jobs have found. The newest hundred are kept: each has a line for each table. */
@Stateless
public class Comparisons {
    private static final int KEPT = 100;

    @PersistenceContext
    private EntityManager catalog;

    public void keep(long job, Comparison found) {
        catalog.persist(new ComparisonRow(job, found));
        catalog.flush();
        catalog.createNamedQuery("ComparisonRow.newest", Long.class)
                .setFirstResult(KEPT)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .ifPresent(last -> catalog.createNamedQuery("ComparisonRow.removeUpTo")
                        .setParameter("job", last)
                        .executeUpdate());
    }

    /** Empty for a job that found nothing, or too long ago. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Comparison> find(long job) {
        return Optional.ofNullable(catalog.find(ComparisonRow.class, job)).map(ComparisonRow::comparison);
    }
}
