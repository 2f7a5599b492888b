package org.safeward.catalog;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.HexFormat;

/**
 * The key of the marks by which we know what we have made outside of the catalog. It was made with the catalog and never changes: who
 * loses the catalog loses the right to remove what it had made.
 */
@Stateless
public class MarkKey {
    @PersistenceContext
    private EntityManager catalog;

    /** 32 bytes. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public byte[] secret() {
        return HexFormat.of().parseHex((String)
                catalog.createNativeQuery("SELECT secret FROM mark_key").getSingleResult());
    }
}
