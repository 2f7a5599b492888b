package org.safeward.access.token;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.safeward.catalog.WrongClock;

/** The key pairs of login tokens: in the catalog, so that every node takes the tokens of every other. */
@Stateless
public class SigningKeys {
    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<SigningKey> find(String id) {
        return Optional.ofNullable(catalog.find(SigningKey.class, id));
    }

    /** Not one that was made in the future, by a clock that was wrong: it would be the newest for years. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<SigningKey> newest() {
        List<SigningKey> keys = catalog.createNamedQuery("SigningKey.newestFirst", SigningKey.class)
                .setParameter("now", clock.instant().plus(WrongClock.TOLERANCE))
                .setMaxResults(1)
                .getResultList();
        return keys.stream().findFirst();
    }

    public void add(SigningKey key) {
        catalog.persist(key);
    }

    public void removeBefore(Instant moment) {
        catalog.createNamedQuery("SigningKey.removeBefore")
                .setParameter("moment", moment)
                .executeUpdate();
    }
}
