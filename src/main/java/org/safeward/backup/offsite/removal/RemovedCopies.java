package org.safeward.backup.offsite.removal;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.safeward.backup.offsite.RetryPause;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.KnownDestination;
import org.safeward.destinations.KnownDestinations;
import org.safeward.fault.Fault;

/** The rows of copies that are to be removed. */
@Stateless
public class RemovedCopies {
    /** Not one that has an own file still, or that somebody has brought back meanwhile. */
    private static final String FORGET = "DELETE FROM backup_record WHERE id = ?1 AND trashed_at IS NOT NULL"
            + " AND file_removed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM backup_copy WHERE record_id = ?1)";

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private BackupCopies copies;

    @Inject
    private KnownDestinations known;

    @Inject
    private InstantSource clock;

    /** Those that are to go from a destination now. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<BackupCopy> due(Destination destination) {
        Instant now = clock.instant();
        return copies.inState(destination.name(), CopyState.DELETING).stream()
                .filter(copy -> copy.nextTryAt().map(next -> !next.isAfter(now)).orElse(true))
                .toList();
    }

    /** The place has let go of it; with the last one goes the record. */
    public void gone(BackupCopy copy, Destination destination) {
        copies.remove(copy.id());
        catalog.flush();
        catalog.createNativeQuery(FORGET).setParameter(1, copy.record()).executeUpdate();
        known.change(destination, row -> row.reached(clock.instant()));
    }

    public void kept(BackupCopy copy, Destination destination, Fault reason) {
        Instant now = clock.instant();
        KnownDestination failing = known.change(destination, row -> row.failed(reason, now));
        Instant next = now.plus(RetryPause.since(failing.failedAt().orElse(now), now));
        copies.change(copy.id(), row -> row.notDeleted(reason, next));
    }
}
