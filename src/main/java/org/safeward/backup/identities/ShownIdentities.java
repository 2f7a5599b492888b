package org.safeward.backup.identities;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the catalog knows of recipients: since when they are known, and when their identity was last shown. */
@Stateless
public class ShownIdentities {
    /** Somebody is told again after so long. */
    private static final Duration AGAIN = Duration.ofDays(30);

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    /**
     * A recipient.
     *
     * @param knownSince empty for one that was never looked at
     * @param shownAt empty for one whose identity was never shown
     * @param shownBy empty for the same; of the operator's identity file, its setting
     */
    public record Shown(
            String recipient, Optional<Instant> knownSince, Optional<Instant> shownAt, Optional<String> shownBy) {}

    /** Notes those that are new. */
    public void know(Collection<String> recipients) {
        recipients.forEach(recipient -> catalog.createNativeQuery(
                        "INSERT INTO shown_identity (recipient, known_since) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
                .setParameter(1, recipient)
                .setParameter(2, clock.millis())
                .executeUpdate());
    }

    /** @param who has shown them */
    public void shown(Collection<String> recipients, String who) {
        know(recipients);
        recipients.forEach(recipient -> catalog.createNativeQuery(
                        "UPDATE shown_identity SET shown_at = ?2, shown_by = ?3, told_at = NULL WHERE recipient = ?1")
                .setParameter(1, recipient)
                .setParameter(2, clock.millis())
                .setParameter(3, who)
                .executeUpdate());
    }

    /** In the same order. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    @SuppressWarnings("unchecked")
    public List<Shown> of(List<String> recipients) {
        List<Object[]> rows = catalog.createNativeQuery(
                        "SELECT recipient, known_since, shown_at, shown_by FROM shown_identity")
                .getResultList();
        Map<String, Shown> known = new HashMap<>();
        rows.forEach(row -> known.put(
                (String) row[0],
                new Shown((String) row[0], moment(row[1]), moment(row[2]), Optional.ofNullable((String) row[3]))));
        return recipients.stream()
                .map(recipient -> known.getOrDefault(
                        recipient, new Shown(recipient, Optional.empty(), Optional.empty(), Optional.empty())))
                .toList();
    }

    /**
     * Takes the turn to tell somebody of recipients that nobody has shown; one node of all has it.
     *
     * @return whether nobody was told lately
     */
    public boolean takeTelling(List<String> recipients) {
        long now = clock.millis();
        return recipients.stream()
                        .filter(recipient -> catalog.createNativeQuery(
                                                "UPDATE shown_identity SET told_at = ?2"
                                                        + " WHERE recipient = ?1 AND (told_at IS NULL OR told_at <= ?3 OR told_at > ?2)")
                                        .setParameter(1, recipient)
                                        .setParameter(2, now)
                                        .setParameter(3, now - AGAIN.toMillis())
                                        .executeUpdate()
                                > 0)
                        .count()
                > 0;
    }

    private static Optional<Instant> moment(Object milliseconds) {
        return Optional.ofNullable((Number) milliseconds).map(number -> Instant.ofEpochMilli(number.longValue()));
    }
}
