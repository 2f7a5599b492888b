package org.safeward.backup.offsite.again;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.Destination;
import org.safeward.destinations.KnownDestinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Which copies are to be read again from a destination, and what came of it. */
@Stateless
public class CopiesToRead {
    private static final String DUE = """
            SELECT c FROM BackupCopy c WHERE c.destination = :destination AND c.name IS NOT NULL
              AND (c.state = org.safeward.destinations.CopyState.UNREAD
                OR c.state = org.safeward.destinations.CopyState.GOOD AND c.verifiedAt < :limit)
            ORDER BY c.verifiedAt, c.record DESC""";

    /** Whatever was read back there today, by jobs too: reading is what costs. */
    private static final String READ_TODAY =
            "SELECT SUM(c.fileSize) FROM BackupCopy c WHERE c.destination = :destination"
                    + " AND (c.verifiedAt >= :today OR c.damagedAt >= :today)";

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private BackupCopies copies;

    @Inject
    private KnownDestinations known;

    @Inject
    private InstantSource clock;

    /** Those that were never read here, and those that were read so long ago. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<BackupCopy> due(Destination destination, Duration age) {
        return catalog.createQuery(DUE, BackupCopy.class)
                .setParameter("destination", destination.name())
                .setParameter("limit", clock.instant().minus(age))
                .getResultList();
    }

    /** A file that is larger than all of a day's budget is read nevertheless, as the first one of a day. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean isAffordable(BackupCopy copy, Destination destination, long budget) {
        Long read = catalog.createQuery(READ_TODAY, Long.class)
                .setParameter("destination", destination.name())
                .setParameter("today", clock.instant().truncatedTo(ChronoUnit.DAYS))
                .getSingleResult();
        return read == null || read == 0 || read + copy.fileSize() <= budget;
    }

    /** @param locks is told what keeps it there */
    public void good(BackupCopy copy, Destination destination, Consumer<BackupCopy> locks) {
        Instant now = clock.instant();
        change(copy, row -> {
            row.foundGood(now);
            locks.accept(row);
        });
        known.change(destination, row -> row.reached(now));
    }

    public void damaged(BackupCopy copy, Destination destination) {
        Instant now = clock.instant();
        change(copy, row -> row.foundDamaged(changed(copy, destination), now));
        known.change(destination, row -> row.reached(now));
    }

    static Fault changed(BackupCopy copy, Destination destination) {
        return new Fault(ErrorCode.COPY_CHANGED, destination.name(), copy.name().orElseThrow());
    }

    /** Unless something else has become of it while it was read. */
    private void change(BackupCopy copy, Consumer<BackupCopy> change) {
        copies.change(copy.id(), row -> {
            if (row.state() == copy.state() && row.name().equals(copy.name())) {
                change.accept(row);
            }
        });
    }

    public void failed(Destination destination, Fault reason) {
        known.change(destination, row -> row.failed(reason, clock.instant()));
    }
}
