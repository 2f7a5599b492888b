package org.safeward.backup.trash;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.safeward.catalog.BackupRecord;

/** The records that lie in the trash, and are not there for {@link org.safeward.catalog.BackupRecords}. */
@Stateless
public class TrashedRecords {
    private static final String QUERY = """
            SELECT r FROM BackupRecord r WHERE r.whereabouts.trashedAt IS NOT NULL
            ORDER BY r.whereabouts.trashedAt, r.id""";

    @PersistenceContext
    private EntityManager catalog;

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<BackupRecord> find(long id) {
        return Optional.ofNullable(catalog.find(BackupRecord.class, id))
                .filter(record -> record.whereabouts().isTrashed());
    }

    /** Those that lie there longest first. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<BackupRecord> all() {
        return catalog.createQuery(QUERY, BackupRecord.class).getResultList();
    }

    /**
     * Under its lock.
     *
     * @return false, with nothing changed, when it does not lie in the trash any more
     */
    public boolean change(long id, Consumer<BackupRecord> change) {
        BackupRecord record = catalog.find(BackupRecord.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (record == null || !record.whereabouts().isTrashed()) {
            return false;
        }
        change.accept(record);
        return true;
    }
}
