package org.safeward.backup.adopt;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.Destination;
import org.safeward.destinations.KnownDestinations;

/** Which copies of a destination the catalog knows; and takes in one that it does not. */
@Stateless
public class KnownCopies {
    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private KnownDestinations destinations;

    /** The id of the record whose copy has this name in a destination. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Long> recordOf(String destination, String name) {
        return catalog.createQuery(
                        "SELECT c.record FROM BackupCopy c WHERE c.destination = :destination"
                                + " AND (c.name = :name OR c.otherName = :name)",
                        Long.class)
                .setParameter("destination", destination)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    /** The backup whose own file was this one, and that has no copy in this destination. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<BackupRecord> withoutCopy(String destination, String database, String sha256) {
        List<BackupRecord> same = catalog.createQuery(
                        "SELECT r FROM BackupRecord r WHERE r.database = :database AND r.sha256 = :sha256"
                                + " AND r.status = org.safeward.catalog.RunState.COMPLETED"
                                + " AND NOT EXISTS (SELECT c FROM BackupCopy c WHERE c.record = r.id AND c.destination = :destination)"
                                + " ORDER BY r.id",
                        BackupRecord.class)
                .setParameter("database", database)
                .setParameter("sha256", sha256)
                .setParameter("destination", destination)
                .getResultList();
        return same.stream().findFirst();
    }

    /**
     * Both or none: a record without its copy would be one without a file. One node at a time for each destination.
     *
     * @param name of the copy
     * @param record new, or the one that {@link #withoutCopy} gave
     * @return empty when another node has adopted the copy meanwhile, or another one of the same backup
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Optional<BackupRecord> add(
            Destination destination, String name, BackupRecord record, LongFunction<BackupCopy> copy) {
        destinations.change(destination, locked -> {});
        if (recordOf(destination.name(), name).isPresent()) {
            return Optional.empty();
        }
        Optional<BackupRecord> same = withoutCopy(destination.name(), record.database(), record.sha256());
        if (same.isEmpty() && record.id() != null) {
            return Optional.empty();
        }
        BackupRecord kept = same.orElse(record);
        if (same.isEmpty()) {
            catalog.persist(record);
            catalog.flush();
        }
        catalog.persist(copy.apply(kept.id()));
        return Optional.of(kept);
    }
}
