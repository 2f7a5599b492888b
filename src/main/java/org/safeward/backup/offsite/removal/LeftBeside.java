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
import java.util.Optional;
import org.safeward.backup.offsite.CopyEnding;
import org.safeward.backup.offsite.RetryPause;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FileLock;

/** What lies beside copies that were made anew: one that was not finished, or the one that was replaced. */
@Stateless
public class LeftBeside {
    private static final String LEFT = "SELECT c FROM BackupCopy c WHERE c.destination = :destination"
            + " AND c.otherName IS NOT NULL ORDER BY c.id";

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private BackupCopies copies;

    @Inject
    private CopyEnding ending;

    @Inject
    private InstantSource clock;

    /** Those that nobody works on, but for those of which the destination did not let go just now. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<BackupCopy> due(Destination destination) {
        Instant now = clock.instant();
        return catalog.createQuery(LEFT, BackupCopy.class)
                .setParameter("destination", destination.name())
                .getResultStream()
                .filter(ending::isOver)
                .filter(copy -> copy.nextTryAt()
                        .map(next -> RetryPause.isOver(next, now))
                        .orElse(true))
                .toList();
    }

    /**
     * From here on nobody makes a copy of what is to be removed: a job of a node that was thought dead finds that the row is not its own any more.
     *
     * @return the name that is to be removed; empty when there is nothing any more
     */
    public Optional<String> take(long id) {
        return copies.change(id, row -> {
                    if (row.state() == CopyState.GOOD && ending.isOver(row)) {
                        row.renewing(null);
                    }
                })
                .filter(row -> row.job().isEmpty() && !row.otherName().equals(row.name()))
                .flatMap(BackupCopy::otherName);
    }

    /** Its place lets nobody remove it now. */
    public void locked(long id, FileLock lock) {
        String until = lock.until().map(Instant::toString).orElse("-");
        copies.change(
                id,
                row -> row.notDeleted(
                        new Fault(ErrorCode.COPY_LOCKED, row.destination(), until),
                        clock.instant().plus(RetryPause.LONGEST)));
    }

    public void gone(long id, String name) {
        copies.change(id, row -> {
            if (row.otherName().equals(Optional.of(name))) {
                row.beside(null);
            }
        });
    }
}
