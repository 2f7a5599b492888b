package org.safeward.backup.offsite;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.safeward.destinations.Destination;
import org.safeward.destinations.KnownDestination;

/** Which copies a destination lacks, and which of them are to be made now. */
@Stateless
public class OwedCopies {
    /** Not safety backups, which go when their undo does. A degraded one is better than none when the machine is lost. Without a file here it has to come from a copy that is the same file. */
    private static final String NOTE = """
            INSERT INTO backup_copy (record_id, destination, state, file_size, encrypted, created_at, attempts, next_try_at)
            SELECT r.id, ?1, 'WAITING', 0, {encrypted}, ?2, 0, ?2 FROM backup_record r
            WHERE r.database_name = ?3 AND r.status = 'COMPLETED' AND r.verified_at IS NOT NULL AND r.origin <> 'SAFETY'
              AND r.trashed_at IS NULL AND r.completed_at >= ?4
              AND (r.file_removed_at IS NULL OR EXISTS (SELECT 1 FROM backup_copy g
                WHERE g.record_id = r.id AND g.state = 'GOOD' AND g.sha256 = r.sha256))
              AND NOT EXISTS (SELECT 1 FROM backup_copy c WHERE c.record_id = r.id AND c.destination = ?1)
            ON CONFLICT DO NOTHING""";

    private static final String DUE = """
            SELECT NEW org.safeward.backup.offsite.OwedCopy(c.id, r.id)
            FROM BackupCopy c, BackupRecord r
            WHERE r.id = c.record AND c.destination = :destination AND r.whereabouts.trashedAt IS NULL
              AND c.state IN (org.safeward.destinations.CopyState.WAITING, org.safeward.destinations.CopyState.DAMAGED)
              AND (c.nextTryAt IS NULL OR c.nextTryAt <= :now OR c.nextTryAt > :longest)
            ORDER BY r.id DESC""";

    /** Of what most likely the way there or the whole place had, and not the one file. */
    private static final String FAILED_THERE = "error_code IN ('DESTINATION_UNREACHABLE', 'DESTINATION_MISSING',"
            + " 'DESTINATION_REFUSED', 'DESTINATION_CLOCK', 'DESTINATION_REGION', 'DESTINATION_UNTRUSTED')";

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    /** Notes each good backup of a database that has no copy there yet: those since the destination is known, or all of them. */
    public void note(Destination destination, KnownDestination known, String database) {
        long since = known.fills() ? Long.MIN_VALUE : known.knownSince().toEpochMilli();
        String encrypted = destination.settings().encrypts() ? "TRUE" : "FALSE";
        catalog.createNativeQuery(NOTE.replace("{encrypted}", encrypted))
                .setParameter(1, destination.name())
                .setParameter(2, clock.millis())
                .setParameter(3, database)
                .setParameter(4, since)
                .executeUpdate();
    }

    /** Those that are to be made now, or made again since they are damaged, newest backups first. A pause that is longer than any was begun while the clock was wrong. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<OwedCopy> due(Destination destination) {
        Instant now = clock.instant();
        return catalog.createQuery(DUE, OwedCopy.class)
                .setParameter("destination", destination.name())
                .setParameter("now", now)
                .setParameter("longest", now.plus(RetryPause.LONGEST))
                .getResultList();
    }

    /** While a destination fails, none of those that wait is tried before then. */
    public void postpone(String destination, Instant until) {
        catalog.createNativeQuery(
                        "UPDATE backup_copy SET next_try_at = ?1"
                                + " WHERE destination = ?2 AND state IN ('WAITING', 'DAMAGED') AND (next_try_at IS NULL OR next_try_at < ?1)")
                .setParameter(1, until.toEpochMilli())
                .setParameter(2, destination)
                .executeUpdate();
    }

    /** A destination is there again: what waited for that is tried now. */
    public void wake(String destination) {
        catalog.createNativeQuery("UPDATE backup_copy SET next_try_at = ?1 WHERE destination = ?2"
                        + " AND state IN ('WAITING', 'DAMAGED') AND next_try_at > ?1"
                        + " AND (state = 'DAMAGED' OR error_code IS NULL OR " + FAILED_THERE + ")")
                .setParameter(1, clock.millis())
                .setParameter(2, destination)
                .executeUpdate();
    }
}
