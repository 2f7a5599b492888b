package org.safeward.backup.offsite.removal;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.safeward.backup.offsite.RetryPause;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.KnownDestination;
import org.safeward.destinations.KnownDestinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FileLock;

/** The rows of copies that are to be removed. */
@Stateless
public class RemovedCopies {
    /** Amazon's word for what has no end of its own. */
    private static final String LEGAL_HOLD = "legal hold";

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private BackupCopies copies;

    @Inject
    private RecordWithoutCopy without;

    @Inject
    private KnownDestinations known;

    @Inject
    private InstantSource clock;

    /** Those that are to go from a destination now. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<BackupCopy> due(Destination destination) {
        Instant now = clock.instant();
        return copies.inState(destination.name(), CopyState.DELETING).stream()
                .filter(copy -> copy.nextTryAt()
                        .map(next -> RetryPause.isOver(next, now))
                        .orElse(true))
                .toList();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<BackupRecord> record(BackupCopy copy) {
        return Optional.ofNullable(catalog.find(BackupRecord.class, copy.record()));
    }

    /**
     * The place has let go of it: with the last one goes a record that has no file of its own. Where the backup lives on, it is remembered that its
     * copy there is not to be made again.
     */
    public void gone(BackupCopy copy, Destination destination) {
        // Locked, so that one that is thrown away, brought back or pinned now waits, or is seen here.
        BackupRecord record = catalog.find(BackupRecord.class, copy.record(), LockModeType.PESSIMISTIC_WRITE);
        if (record != null) {
            gone(copy, record);
        }
        known.change(destination, row -> row.reached(clock.instant()));
    }

    private void gone(BackupCopy copy, BackupRecord record) {
        if (record.whereabouts().isDeleting()) {
            copies.remove(copy.id());
        } else {
            copies.change(copy.id(), BackupCopy::expire);
        }
        catalog.flush();
        if (without.isNowhere(record)) {
            without.remove(record);
        }
    }

    /** Its place keeps it until its lock ends, or a hold is lifted: asked again then, and every six hours at least. Nothing is wrong there. */
    public void locked(BackupCopy copy, Destination destination, FileLock lock) {
        Instant now = clock.instant();
        Instant longest = now.plus(RetryPause.LONGEST);
        Instant next =
                lock.until().filter(longest::isAfter).filter(now::isBefore).orElse(longest);
        String until = lock.until().filter(now::isBefore).map(Instant::toString).orElse(LEGAL_HOLD);
        copies.change(copy.id(), row -> {
            row.locked(lock);
            row.notDeleted(new Fault(ErrorCode.COPY_LOCKED, destination.name(), until), next);
        });
        known.change(destination, row -> row.reached(now));
    }

    public void kept(BackupCopy copy, Destination destination, Fault reason) {
        Instant now = clock.instant();
        KnownDestination failing = known.change(destination, row -> row.failed(reason, now));
        Instant next = now.plus(RetryPause.since(failing.failedAt().orElse(now), now));
        copies.change(copy.id(), row -> row.notDeleted(reason, next));
    }
}
