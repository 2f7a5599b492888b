package org.safeward.backup.offsite.renew;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.InstantSource;
import java.util.List;
import org.safeward.archive.age.Recipients;
import org.safeward.backup.offsite.OwedCopy;
import org.safeward.destinations.Destination;

/** Which good copies in a destination are for other recipients than it has now, as far as that was noted; those in clear are, too. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class RenewableCopies {
    /** What was encrypted before it was copied is the backup's very file, and its name says so. */
    private static final String GOOD = """
            FROM BackupCopy c, BackupRecord r WHERE r.id = c.record AND c.destination = :destination
              AND c.state = org.safeward.destinations.CopyState.GOOD AND r.whereabouts.trashedAt IS NULL
              AND (c.sha256 <> r.sha256 OR c.name NOT LIKE '%.age')""";

    private static final String OTHERS = GOOD + " AND (c.recipients IS NULL OR c.recipients <> :recipients)";
    private static final String LOCKED = " AND c.lockedUntil IS NOT NULL AND c.lockedUntil > :now";
    private static final String FREE = " AND (c.lockedUntil IS NULL OR c.lockedUntil <= :now)";

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    /**
     * How many there are.
     *
     * @param current for the recipients of now
     * @param older for others, or for nobody knows whom
     * @param locked of the older ones, those that their place keeps as they are for now
     */
    public record Count(long current, long older, long locked) {
        /** Where nothing is encrypted. */
        public static final Count NONE = new Count(0, 0, 0);
    }

    /** In order, as they are noted with copies. */
    public static String recipients(Destination destination) {
        return Recipients.parse(String.join(",", destination.settings().recipients()))
                .inOrder();
    }

    public Count count(Destination destination) {
        if (!destination.settings().encrypts()) {
            return Count.NONE;
        }
        String recipients = recipients(destination);
        long all = catalog.createQuery("SELECT COUNT(c) " + GOOD, Long.class)
                .setParameter("destination", destination.name())
                .getSingleResult();
        long others = catalog.createQuery("SELECT COUNT(c) " + OTHERS, Long.class)
                .setParameter("destination", destination.name())
                .setParameter("recipients", recipients)
                .getSingleResult();
        long locked = catalog.createQuery("SELECT COUNT(c) " + OTHERS + LOCKED, Long.class)
                .setParameter("destination", destination.name())
                .setParameter("recipients", recipients)
                .setParameter("now", clock.instant())
                .getSingleResult();
        return new Count(all - others, others, locked);
    }

    /** Those that can be made anew now, as far as their places let them go; newest backups first. */
    public List<OwedCopy> due(Destination destination) {
        if (!destination.settings().encrypts()) {
            return List.of();
        }
        return catalog.createQuery(
                        "SELECT NEW org.safeward.backup.offsite.OwedCopy(c.id, r.id) " + OTHERS + FREE
                                + " ORDER BY r.id DESC",
                        OwedCopy.class)
                .setParameter("destination", destination.name())
                .setParameter("recipients", recipients(destination))
                .setParameter("now", clock.instant())
                .getResultList();
    }
}
