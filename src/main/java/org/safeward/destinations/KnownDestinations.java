package org.safeward.destinations;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** What is remembered of destinations. One that is asked for is known from then on. */
@Stateless
public class KnownDestinations {
    private static final Logger LOG = System.getLogger(KnownDestinations.class.getName());

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public KnownDestination get(Destination destination) {
        insert(destination);
        return catalog.find(KnownDestination.class, destination.name());
    }

    /**
     * At the start. Where the settings give its name to another place than before, whatever counted as good in the old one has to be read from the new one first.
     */
    public void meet(Destination destination) {
        String address = destination.address();
        change(destination, known -> {
            known.knownAt(clock.instant());
            if (!known.address().equals(address)) {
                int unread = catalog.createNativeQuery(
                                "UPDATE backup_copy SET verified_at = NULL, version_id = NULL, manifest_version_id = NULL,"
                                        + " locked_until = NULL, lock_mode = NULL, lock_error_code = NULL, lock_error_arguments = NULL,"
                                        + " state = CASE state WHEN 'GOOD' THEN 'UNREAD' ELSE state END"
                                        + " WHERE destination = ?1 AND state <> 'DAMAGED'")
                        .setParameter(1, destination.name())
                        .executeUpdate();
                LOG.log(
                        Level.WARNING,
                        "destination {0} was {1} and is {2} now: its {3} copies are to be read from there before they count as good",
                        destination.name(),
                        known.address(),
                        address,
                        unread);
                known.movedTo(address);
            }
        });
    }

    /** Empty for one that nobody has asked for yet. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<KnownDestination> find(Destination destination) {
        return Optional.ofNullable(catalog.find(KnownDestination.class, destination.name()));
    }

    public KnownDestination change(Destination destination, Consumer<KnownDestination> change) {
        insert(destination);
        KnownDestination known =
                catalog.find(KnownDestination.class, destination.name(), LockModeType.PESSIMISTIC_WRITE);
        change.accept(known);
        return known;
    }

    /** Of two nodes that come to this at the same time, one makes it and both have it. */
    private void insert(Destination destination) {
        catalog.createNativeQuery("INSERT INTO destination (name, address, known_since, fill)"
                        + " VALUES (?1, ?2, ?3, FALSE) ON CONFLICT DO NOTHING")
                .setParameter(1, destination.name())
                .setParameter(2, destination.address())
                .setParameter(3, clock.instant().toEpochMilli())
                .executeUpdate();
    }
}
