package org.safeward.backup.offsite.standing;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.CopyPlace;
import org.safeward.destinations.CopyState;

/** What the catalog says of copies, summed up. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class CopyCounts {
    private static final String TOTALS = """
            SELECT c.state, COUNT(c), SUM(c.fileSize) FROM BackupCopy c WHERE c.destination = :destination GROUP BY c.state""";

    private static final String NEWEST = """
            SELECT r, c.verifiedAt FROM BackupRecord r, BackupCopy c
            WHERE c.record = r.id AND c.destination = :destination AND c.state = org.safeward.destinations.CopyState.GOOD
              AND r.database = :database AND r.status = org.safeward.catalog.RunState.COMPLETED
              AND r.origin <> org.safeward.catalog.BackupOrigin.SAFETY AND r.whereabouts.trashedAt IS NULL
            ORDER BY r.completedAt DESC, r.id DESC""";

    private static final String MISSING = """
            SELECT r FROM BackupRecord r WHERE r.database = :database
              AND r.status = org.safeward.catalog.RunState.COMPLETED AND r.verifiedAt IS NOT NULL AND r.degraded = false
              AND r.checks.fileDamagedAt IS NULL AND r.whereabouts.trashedAt IS NULL
              AND r.origin <> org.safeward.catalog.BackupOrigin.SAFETY
              AND r.completedAt > :after AND NOT EXISTS (SELECT c FROM BackupCopy c WHERE c.record = r.id
                AND c.destination = :destination AND c.state IN (org.safeward.destinations.CopyState.GOOD,
                  org.safeward.destinations.CopyState.DELETING, org.safeward.destinations.CopyState.EXPIRED))
            ORDER BY r.completedAt, r.id""";

    /** Those that a copy would be made of: degraded ones, too, which are better than none. */
    private static final String OLDER = """
            SELECT COUNT(r), SUM(r.fileSize) FROM BackupRecord r
            WHERE r.database IN :databases AND r.completedAt < :known
              AND r.status = org.safeward.catalog.RunState.COMPLETED AND r.verifiedAt IS NOT NULL
              AND r.origin <> org.safeward.catalog.BackupOrigin.SAFETY
              AND r.whereabouts.trashedAt IS NULL AND (r.whereabouts.fileRemovedAt IS NULL
                OR EXISTS (SELECT g.id FROM BackupCopy g WHERE g.record = r.id AND g.sha256 = r.sha256
                  AND g.state = org.safeward.destinations.CopyState.GOOD))
              AND NOT EXISTS (SELECT c FROM BackupCopy c WHERE c.record = r.id AND c.destination = :destination)""";

    private static final String SECOND = """
            SELECT r.checks.copyDamagedAt, COUNT(r), SUM(r.fileSize) FROM BackupRecord r
            WHERE r.copyPath IS NOT NULL AND r.status = org.safeward.catalog.RunState.COMPLETED AND r.whereabouts.trashedAt IS NULL
            GROUP BY r.checks.copyDamagedAt""";

    private static final String NEWEST_SECOND = """
            SELECT r FROM BackupRecord r WHERE r.copyPath IS NOT NULL AND r.checks.copyDamagedAt IS NULL
              AND r.database = :database AND r.status = org.safeward.catalog.RunState.COMPLETED
              AND r.origin <> org.safeward.catalog.BackupOrigin.SAFETY AND r.whereabouts.trashedAt IS NULL
            ORDER BY r.completedAt DESC, r.id DESC""";

    @PersistenceContext
    private EntityManager catalog;

    /**
     * Some files.
     *
     * @param number how many
     * @param bytes of all of them; of copies that were not made yet, their size is not known
     */
    public record Total(long number, long bytes) {
        public static final Total NONE = new Total(0, 0);

        Total plus(Total other) {
            return new Total(number + other.number, bytes + other.bytes);
        }
    }

    /**
     * A backup that is good at a destination.
     *
     * @param verifiedAt when its copy was last read back from there
     */
    public record There(BackupRecord backup, Instant verifiedAt) {}

    /** By state; states that no copy is in are left out. */
    public Map<CopyState, Total> totals(String destination) {
        Map<CopyState, Total> totals = new EnumMap<>(CopyState.class);
        List<Object[]> rows = catalog.createQuery(TOTALS, Object[].class)
                .setParameter("destination", destination)
                .getResultList();
        rows.forEach(row -> totals.put((CopyState) row[0], total(row[1], row[2])));
        return totals;
    }

    /** The newest backup of a database, by when it was completed, that has a good copy there. */
    public Optional<There> newest(String destination, String database) {
        return catalog.createQuery(NEWEST, Object[].class)
                .setParameter("destination", destination)
                .setParameter("database", database)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .map(row -> new There((BackupRecord) row[0], (Instant) row[1]));
    }

    /** The same for the second directory. */
    public Optional<There> newestInSecondDirectory(String database) {
        return catalog.createQuery(NEWEST_SECOND, BackupRecord.class)
                .setParameter("database", database)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .map(record -> new There(record, readBack(record)));
    }

    /** A copy that was not read again since is as old as its backup. */
    private static Instant readBack(BackupRecord record) {
        return record.check(CopyPlace.SECOND).goodAt().orElse(record.verifiedAt());
    }

    /** The oldest good backup of a database that was completed after a moment and has no good copy there. */
    public Optional<BackupRecord> missing(String destination, String database, Instant after) {
        return catalog.createQuery(MISSING, BackupRecord.class)
                .setParameter("destination", destination)
                .setParameter("database", database)
                .setParameter("after", after)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** The backups of these databases that were made before the destination was known, and that nobody has begun to copy there. */
    public Total older(String destination, Collection<String> databases, Instant known) {
        Object[] row = catalog.createQuery(OLDER, Object[].class)
                .setParameter("destination", destination)
                .setParameter("databases", databases)
                .setParameter("known", known)
                .getSingleResult();
        return total(row[0], row[1]);
    }

    /** The copies in the second directory. */
    public Map<CopyState, Total> totalsOfSecondDirectory() {
        Map<CopyState, Total> totals = new EnumMap<>(CopyState.class);
        List<Object[]> rows = catalog.createQuery(SECOND, Object[].class).getResultList();
        rows.forEach(row ->
                totals.merge(row[0] == null ? CopyState.GOOD : CopyState.DAMAGED, total(row[1], row[2]), Total::plus));
        return totals;
    }

    private static Total total(Object number, Object bytes) {
        return new Total(((Number) number).longValue(), bytes == null ? 0 : ((Number) bytes).longValue());
    }
}
