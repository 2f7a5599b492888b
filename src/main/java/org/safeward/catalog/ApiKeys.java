package org.safeward.catalog;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Optional;

/** The API keys, by their hash. */
@Stateless
public class ApiKeys {
    @PersistenceContext
    private EntityManager catalog;

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<ApiKey> byHash(String hash) {
        return catalog.createNamedQuery("ApiKey.byHash", ApiKey.class)
                .setParameter("hash", hash)
                .getResultStream()
                .findFirst();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean none() {
        return catalog.createNamedQuery("ApiKey.count", Long.class).getSingleResult() == 0;
    }

    /** Makes this the only key of that name. */
    public void put(String name, String hash, String role) {
        removeNamed(name);
        if (byHash(hash).isEmpty()) {
            catalog.persist(new ApiKey(name, hash, role, Instant.now()));
        }
    }

    public void removeNamed(String name) {
        catalog.createNamedQuery("ApiKey.removeNamed")
                .setParameter("name", name)
                .executeUpdate();
    }
}
