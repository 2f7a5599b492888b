package org.safeward.backup.scrub;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Lets one node of all scrub at a time, and counts what it has read today where reading costs. */
@Stateless
public class ScrubTurn {
    /** This process, another one after each start. */
    static final String NODE = UUID.randomUUID().toString();

    private static final Duration LEASE = Duration.ofMinutes(5);

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    /**
     * Takes the turn, or keeps it for five more minutes.
     *
     * @return false when it is another one's
     */
    public boolean take(String node) {
        Instant now = clock.instant();
        return catalog.createNativeQuery(
                                "UPDATE scrub_turn SET node = ?1, until_at = ?2 WHERE id = 1 AND (node = ?1 OR until_at < ?3 OR until_at > ?2)")
                        .setParameter(1, node)
                        .setParameter(2, now.plus(LEASE).toEpochMilli())
                        .setParameter(3, now.toEpochMilli())
                        .executeUpdate()
                == 1;
    }

    /** Gives it back, so that the next one has not to wait. */
    public void end(String node) {
        catalog.createNativeQuery("UPDATE scrub_turn SET until_at = 0 WHERE id = 1 AND node = ?1")
                .setParameter(1, node)
                .executeUpdate();
    }

    /**
     * Takes bytes out of today's budget. A file that is larger than all of it is read nevertheless, as the first one of a day.
     *
     * @return false when it does not hold so many any more
     */
    public boolean spend(long bytes, long budget) {
        long today = Duration.ofMillis(clock.millis()).toDays();
        catalog.createNativeQuery(
                        "UPDATE scrub_turn SET spent_day = ?1, spent_bytes = 0 WHERE id = 1 AND spent_day <> ?1")
                .setParameter(1, today)
                .executeUpdate();
        return catalog.createNativeQuery("UPDATE scrub_turn SET spent_bytes = spent_bytes + ?1 WHERE id = 1"
                                + " AND (spent_bytes = 0 OR spent_bytes + ?1 <= ?2)")
                        .setParameter(1, bytes)
                        .setParameter(2, budget)
                        .executeUpdate()
                == 1;
    }
}
