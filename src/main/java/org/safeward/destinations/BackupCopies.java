package org.safeward.destinations;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The copies of backups in destinations. */
@Stateless
public class BackupCopies {
    private static final String UNLOCKED =
            "SELECT c FROM BackupCopy c WHERE c.destination = :destination AND c.lockErrorCode IS NOT NULL"
                    + " AND c.state = org.safeward.destinations.CopyState.GOOD ORDER BY c.record DESC";

    @PersistenceContext
    private EntityManager catalog;

    public BackupCopy add(BackupCopy copy) {
        catalog.persist(copy);
        catalog.flush();
        return copy;
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<BackupCopy> find(long id) {
        return Optional.ofNullable(catalog.find(BackupCopy.class, id));
    }

    /** @return empty when its backup was removed meanwhile */
    public Optional<BackupCopy> change(long id, Consumer<BackupCopy> change) {
        Optional<BackupCopy> copy =
                Optional.ofNullable(catalog.find(BackupCopy.class, id, LockModeType.PESSIMISTIC_WRITE));
        copy.ifPresent(change);
        return copy;
    }

    /**
     * The backup is to go: rows of copies that were never begun, or have expired, go now, all others when their places have let go of them.
     *
     * @return whether there are others
     */
    public boolean release(long record, Instant now) {
        for (BackupCopy copy : ofRecord(record)) {
            if (copy.name().isEmpty() || copy.state() == CopyState.EXPIRED) {
                catalog.remove(copy);
            } else if (copy.state() != CopyState.DELETING) {
                change(copy.id(), row -> row.delete(now));
            }
        }
        catalog.flush();
        return !ofRecord(record).isEmpty();
    }

    /** @throws Fault COPY_LOCKED when a destination refuses to let go of its copy of a backup now; of several, the one that does so longest */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public void requireUnlocked(long record, Instant now) {
        ofRecord(record).stream()
                .filter(copy -> copy.state() != CopyState.EXPIRED && copy.isLocked(now))
                .max(Comparator.comparing(copy -> copy.lockedUntil().orElseThrow()))
                .ifPresent(copy -> {
                    throw new Fault(
                            ErrorCode.COPY_LOCKED,
                            copy.destination(),
                            copy.lockedUntil().orElseThrow());
                });
    }

    /** All of a backup of which nothing lies anywhere. */
    public void forget(long record) {
        ofRecord(record).forEach(catalog::remove);
        catalog.flush();
    }

    public void remove(long id) {
        find(id).ifPresent(catalog::remove);
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<BackupCopy> ofRecord(long record) {
        return catalog.createNamedQuery("BackupCopy.ofRecord", BackupCopy.class)
                .setParameter("record", record)
                .getResultList();
    }

    /** Of several backups, by the ids of their records. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Map<Long, List<BackupCopy>> ofRecords(Collection<Long> records) {
        if (records.isEmpty()) {
            return Map.of();
        }
        return catalog.createQuery(
                        "SELECT c FROM BackupCopy c WHERE c.record IN :records ORDER BY c.id", BackupCopy.class)
                .setParameter("records", records)
                .getResultStream()
                .collect(Collectors.groupingBy(BackupCopy::record));
    }

    /** Newest backups first. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<BackupCopy> inState(String destination, CopyState state) {
        return catalog.createNamedQuery("BackupCopy.inState", BackupCopy.class)
                .setParameter("destination", destination)
                .setParameter("state", state)
                .getResultList();
    }

    /** In any destination, also one that the settings do not name any more. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<BackupCopy> inState(CopyState state) {
        return catalog.createQuery("SELECT c FROM BackupCopy c WHERE c.state = :state ORDER BY c.id", BackupCopy.class)
                .setParameter("state", state)
                .getResultList();
    }

    /** The good ones in a destination that shall be locked and are not. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<BackupCopy> unlocked(String destination) {
        return catalog.createQuery(UNLOCKED, BackupCopy.class)
                .setParameter("destination", destination)
                .getResultList();
    }

    /** How many backups have a file in a destination as their copy: each one's own, but for a file that was adopted for several. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public long named(String name, String destination) {
        return catalog.createQuery(
                        "SELECT COUNT(c) FROM BackupCopy c WHERE c.destination = :destination AND c.name = :name"
                                + " AND c.state <> org.safeward.destinations.CopyState.EXPIRED",
                        Long.class)
                .setParameter("destination", destination)
                .setParameter("name", name)
                .getSingleResult();
    }
}
