package org.safeward.destinations;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.safeward.catalog.WordsColumn;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.Settings;

/** When Safeward's own catalog was last backed up to each encrypted destination, and what has kept it from that. */
@Stateless
public class CatalogCopies {
    private static final Duration PAUSE = Duration.ofHours(1);

    /** A good copy that is of a later day than the catalog's last backup: that is owed one, however late somebody looks. */
    private static final String OWING = """
            c.state = 'GOOD' AND c.verified_at >= CASE WHEN k.made_at IS NULL OR k.made_at > ?2 THEN 0
              ELSE (k.made_at / 86400000 + 1) * 86400000 END""";

    private static final String TAKE = """
            UPDATE catalog_copy AS k SET next_try_at = ?3 WHERE destination = ?1
              AND (next_try_at <= ?2 OR next_try_at > ?3)
              AND EXISTS (SELECT 1 FROM backup_copy c WHERE c.destination = ?1 AND (""" + OWING + "))";

    private static final String OWED = """
            SELECT MIN(c.verified_at) FROM backup_copy c LEFT JOIN catalog_copy k ON k.destination = c.destination
            WHERE c.destination = ?1 AND (""" + OWING + ")";

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    /**
     * How it stands at one destination.
     *
     * @param madeAt when the last one was made; empty while none was
     * @param fault of the last attempt; empty when it went well or none was made
     * @param late whether one has been owed for longer than the settings allow
     */
    public record Standing(Optional<Instant> madeAt, Optional<Fault> fault, boolean late) {}

    /** Empty for a destination that is not encrypted: the catalog never goes there. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Standing> standing(Destination destination) {
        if (!destination.settings().encrypts()) {
            return Optional.empty();
        }
        List<?> rows = catalog.createNativeQuery(
                        "SELECT made_at, error_code, error_arguments FROM catalog_copy WHERE destination = ?1")
                .setParameter(1, destination.name())
                .getResultList();
        boolean late = isLate(destination.name());
        return Optional.of(rows.stream()
                .map(row -> standing((Object[]) row, late))
                .findFirst()
                .orElse(new Standing(Optional.empty(), Optional.empty(), late)));
    }

    private static Standing standing(Object[] row, boolean late) {
        Optional<Fault> fault = Optional.ofNullable((String) row[1])
                .map(code -> Fault.kept(
                        ErrorCode.valueOf(code), new WordsColumn().convertToEntityAttribute((String) row[2])));
        return new Standing(moment(row[0]), fault, late);
    }

    private boolean isLate(String destination) {
        Instant now = clock.instant();
        Object since = catalog.createNativeQuery(OWED)
                .setParameter(1, destination)
                .setParameter(2, now.toEpochMilli())
                .getSingleResult();
        return moment(since)
                .filter(owed -> owed.plus(settings.health().offsiteWarnAfter()).isBefore(now))
                .isPresent();
    }

    private static Optional<Instant> moment(Object milliseconds) {
        return Optional.ofNullable((Number) milliseconds).map(number -> Instant.ofEpochMilli(number.longValue()));
    }

    /**
     * Takes the turn, when one is owed. One node of all has it; when nothing comes of it, the next turn is in an hour. A moment that lies too far in the future, by a
     * clock that was wrong, is no turn that somebody else has.
     */
    public boolean take(String destination) {
        Instant now = clock.instant();
        catalog.createNativeQuery(
                        "INSERT INTO catalog_copy (destination, next_try_at) VALUES (?1, 0) ON CONFLICT DO NOTHING")
                .setParameter(1, destination)
                .executeUpdate();
        return catalog.createNativeQuery(TAKE)
                        .setParameter(1, destination)
                        .setParameter(2, now.toEpochMilli())
                        .setParameter(3, now.plus(PAUSE).toEpochMilli())
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

    /** @return whether that is the first failure since one was made, so that somebody has to hear of it */
    public boolean failed(String destination, Fault reason) {
        boolean first = catalog.createNativeQuery(
                                "UPDATE catalog_copy SET error_code = ?2 WHERE destination = ?1 AND error_code IS NULL")
                        .setParameter(1, destination)
                        .setParameter(2, reason.code().name())
                        .executeUpdate()
                == 1;
        catalog.createNativeQuery(
                        "UPDATE catalog_copy SET error_code = ?2, error_arguments = ?3 WHERE destination = ?1")
                .setParameter(1, destination)
                .setParameter(2, reason.code().name())
                .setParameter(3, new WordsColumn().convertToDatabaseColumn(reason.arguments()))
                .executeUpdate();
        return first;
    }
}
