package org.safeward.destinations;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** What is remembered of destinations. One that is asked for is known from then on. */
@Stateless
public class KnownDestinations {
    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public KnownDestination get(Destination destination) {
        insert(destination);
        return catalog.find(KnownDestination.class, destination.name());
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
