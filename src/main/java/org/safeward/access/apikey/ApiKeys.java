package org.safeward.access.apikey;

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
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The API keys, by their hash. Asked for at every request, so that one that is revoked stops at once on every node. */
@Stateless
public class ApiKeys {
    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<ApiKey> byHash(String hash) {
        return catalog.createNamedQuery("ApiKey.byHash", ApiKey.class)
                .setParameter("hash", hash)
                .getResultStream()
                .findFirst();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<ApiKey> find(long id) {
        return Optional.ofNullable(catalog.find(ApiKey.class, id));
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean none() {
        return catalog.createNamedQuery("ApiKey.count", Long.class).getSingleResult() == 0;
    }

    /** Newest first, those that work no more among them. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<ApiKey> all() {
        return catalog.createNamedQuery("ApiKey.all", ApiKey.class).getResultList();
    }

    /** Makes this the only key of that name, and that the only name of this key. */
    public void put(String name, String hash, String role) {
        do {
            removeNamed(name);
            catalog.createNamedQuery("ApiKey.removeHash")
                    .setParameter("hash", hash)
                    .executeUpdate();
            // Another node that starts at the same time may have put it there in between.
        } while (!insert(name, hash, role, "", null));
    }

    /**
     * @param expires null for never
     * @throws Fault KEY_EXISTS when one that is not revoked has this name
     */
    public ApiKey add(String name, String hash, String role, String createdBy, Instant expires) {
        if (!insert(name, hash, role, createdBy, expires)) {
            throw new Fault(ErrorCode.KEY_EXISTS, name);
        }
        return byHash(hash).orElseThrow();
    }

    private boolean insert(String name, String hash, String role, String createdBy, Instant expires) {
        return catalog.createNativeQuery("INSERT INTO api_key (name, hash, role, created_at, created_by, expires_at)"
                                + " VALUES (?1, ?2, ?3, ?4, ?5, CAST(?6 AS BIGINT)) ON CONFLICT DO NOTHING")
                        .setParameter(1, name)
                        .setParameter(2, hash)
                        .setParameter(3, role)
                        .setParameter(4, clock.instant().toEpochMilli())
                        .setParameter(5, createdBy)
                        .setParameter(6, expires == null ? null : expires.toEpochMilli())
                        .executeUpdate()
                == 1;
    }

    public void removeNamed(String name) {
        catalog.createNamedQuery("ApiKey.removeNamed")
                .setParameter("name", name)
                .executeUpdate();
    }

    /** @throws Fault KEY_NOT_FOUND; KEY_FROM_SETTINGS, since the next start would bring it back */
    public ApiKey revoke(long id) {
        ApiKey key = catalog.find(ApiKey.class, id);
        if (key == null) {
            throw new Fault(ErrorCode.KEY_NOT_FOUND, id);
        }
        if (key.name().equals(ApiKey.FROM_SETTINGS)) {
            throw new Fault(ErrorCode.KEY_FROM_SETTINGS);
        }
        key.revoke(clock.instant());
        return key;
    }

    /** To be called when {@link ApiKey#useIsDue}: a key may be used a hundred times a second. */
    public void noteUse(long id, Instant now) {
        ApiKey key = catalog.find(ApiKey.class, id);
        if (key != null) {
            key.used(now);
        }
    }
}
