package org.safeward.backup.offsite.removal;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.EnumSet;
import java.util.Set;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.Whereabouts;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.CopyState;

/** A backup that has lost a copy: whether anything of it is left, and its end when there is not. */
@Stateless
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class RecordWithoutCopy {
    /** Of a backup without a file nothing more is made: what waits does not count. */
    private static final Set<CopyState> LYING =
            EnumSet.of(CopyState.GOOD, CopyState.UNREAD, CopyState.DAMAGED, CopyState.DELETING);

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private BackupCopies copies;

    /** What lies in the trash goes with it, unless it is on its way out for good. */
    public boolean isNowhere(BackupRecord record) {
        Whereabouts whereabouts = record.whereabouts();
        boolean none = copies.ofRecord(record.id()).stream().noneMatch(other -> LYING.contains(other.state()));
        boolean here =
                whereabouts.fileRemovedAt().isEmpty() || record.copyPath().isPresent();
        boolean left = here || whereabouts.isTrashed();
        return none && (whereabouts.isDeleting() || !left);
    }

    public void remove(BackupRecord record) {
        copies.forget(record.id());
        catalog.remove(record);
    }
}
