package org.safeward.backup.scrub;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.CopyPlace;
import org.safeward.catalog.RunState;
import org.safeward.catalog.WrongClock;

/** Which copies are to be read again. Asked each minute, so no record is loaded that is not due. */
@Stateless
public class DueCopies {
    private static final String QUERY = """
            SELECT r.id FROM BackupRecord r
            WHERE r.database = :database AND r.whereabouts.trashedAt IS NULL AND r.status = org.safeward.catalog.RunState.COMPLETED AND r.verifiedAt IS NOT NULL
              AND (r.checks.fileDamagedAt IS NOT NULL OR r.checks.copyDamagedAt IS NOT NULL
                OR r.checks.fileGoodAt < :limit OR r.checks.fileGoodAt > :future
                OR (r.checks.fileGoodAt IS NULL AND (r.verifiedAt < :limit OR r.verifiedAt > :future))
                OR (r.copyPath IS NOT NULL
                  AND (r.checks.copyGoodAt < :limit OR r.checks.copyGoodAt > :future
                    OR (r.checks.copyGoodAt IS NULL AND (r.verifiedAt < :limit OR r.verifiedAt > :future)))))
            ORDER BY r.id""";

    private static final String WITHOUT_COPY = """
            SELECT r.id FROM BackupRecord r
            WHERE r.database = :database AND r.whereabouts.trashedAt IS NULL AND r.status = org.safeward.catalog.RunState.COMPLETED AND r.verifiedAt IS NOT NULL
              AND r.copyPath IS NULL AND r.checks.fileDamagedAt IS NULL AND r.whereabouts.fileRemovedAt IS NULL
              AND r.origin <> org.safeward.catalog.BackupOrigin.SAFETY
            ORDER BY r.id DESC""";

    @PersistenceContext
    private EntityManager catalog;

    /**
     * The records of a database that have a copy which is due, or damaged.
     *
     * @param age after which a copy is due
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Long> of(String database, Instant now, Duration age) {
        return catalog.createQuery(QUERY, Long.class)
                .setParameter("database", database)
                .setParameter("limit", now.minus(age))
                .setParameter("future", now.plus(WrongClock.TOLERANCE))
                .getResultList();
    }

    /** The good records of a database that have no copy in the second directory, newest first. Safety backups get none. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Long> withoutCopy(String database) {
        return catalog.createQuery(WITHOUT_COPY, Long.class)
                .setParameter("database", database)
                .getResultList();
    }

    /** Whether one of its copies was last found whole so long ago, or says so of a moment that is still to come. */
    static boolean isDue(BackupRecord record, CopyPlace place, Instant now, Duration age) {
        if (record.status() != RunState.COMPLETED
                || record.verifiedAt() == null
                || record.copyIn(place).isEmpty()) {
            return false;
        }
        Instant last = record.check(place).goodAt().orElse(record.verifiedAt());
        return record.check(place).isDamaged() || last.isBefore(now.minus(age)) || WrongClock.wrote(last, now);
    }
}
