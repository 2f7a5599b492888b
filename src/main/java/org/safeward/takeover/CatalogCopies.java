package org.safeward.takeover;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.safeward.catalog.WordsColumn;
import org.safeward.fault.Fault;

/** When the catalog was last backed up to each destination. */
@Stateless
public class CatalogCopies {
    private static final Duration PAUSE = Duration.ofHours(1);

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    /**
     * Takes the turn, when a copy of a backup was found good there today and the catalog was not. One node of all has it; when nothing comes of it, the next turn is in
     * an hour. A moment that lies too far in the future, by a clock that was wrong, is no turn that somebody else has.
     */
    public boolean take(String destination) {
        Instant now = clock.instant();
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        catalog.createNativeQuery(
                        "INSERT INTO catalog_copy (destination, next_try_at) VALUES (?1, 0) ON CONFLICT DO NOTHING")
                .setParameter(1, destination)
                .executeUpdate();
        return catalog.createNativeQuery("UPDATE catalog_copy SET next_try_at = ?2 WHERE destination = ?1"
                                + " AND (next_try_at <= ?3 OR next_try_at > ?2)"
                                + " AND (made_at IS NULL OR made_at < ?4 OR made_at > ?2) AND EXISTS (SELECT 1 FROM backup_copy c"
                                + " WHERE c.destination = ?1 AND c.state = 'GOOD' AND c.verified_at >= ?4)")
                        .setParameter(1, destination)
                        .setParameter(2, now.plus(PAUSE).toEpochMilli())
                        .setParameter(3, now.toEpochMilli())
                        .setParameter(4, today.toEpochMilli())
                        .executeUpdate()
                == 1;
    }

    public void made(String destination, String name, Instant moment) {
        catalog.createNativeQuery(
                        "UPDATE catalog_copy SET name = ?2, made_at = ?3, error_code = NULL, error_arguments = NULL"
                                + " WHERE destination = ?1")
                .setParameter(1, destination)
                .setParameter(2, name)
                .setParameter(3, moment.toEpochMilli())
                .executeUpdate();
    }

    public void failed(String destination, Fault reason) {
        catalog.createNativeQuery(
                        "UPDATE catalog_copy SET error_code = ?2, error_arguments = ?3 WHERE destination = ?1")
                .setParameter(1, destination)
                .setParameter(2, reason.code().name())
                .setParameter(3, new WordsColumn().convertToDatabaseColumn(reason.arguments()))
                .executeUpdate();
    }
}
