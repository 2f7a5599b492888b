package org.safeward.destinations;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.safeward.destinations.manifest.InstallationKey;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The key by which this installation signs its copies, and those of others whose copies count as ours. It stands in the catalog, beside the
 * keys of login tokens: who can read those has what he needs anyway. It is in no backup of the catalog.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class InstallationKeys {
    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    /** This installation's, made when it is first asked for. Of two nodes that come to this at the same time, one makes it and both have it. */
    public InstallationKey own() {
        List<Object[]> kept = kept();
        if (kept.isEmpty()) {
            InstallationKey made = InstallationKey.create();
            catalog.createNativeQuery("INSERT INTO installation_key (id, public_key, private_key, created_at)"
                            + " VALUES (1, ?1, ?2, ?3) ON CONFLICT DO NOTHING")
                    .setParameter(1, made.publicKey().hex())
                    .setParameter(2, made.secret())
                    .setParameter(3, clock.instant().toEpochMilli())
                    .executeUpdate();
            kept = kept();
        }
        Object[] row = kept.get(0);
        return InstallationKey.of(new PublicKeyText((String) row[0]), (String) row[1]);
    }

    @SuppressWarnings("unchecked")
    private List<Object[]> kept() {
        return catalog.createNativeQuery("SELECT public_key, private_key FROM installation_key")
                .getResultList();
    }

    /** This installation's public key, and those that it was told to trust. */
    public Set<PublicKeyText> trusted() {
        Set<PublicKeyText> keys = new HashSet<>(Set.of(own().publicKey()));
        for (Object key :
                catalog.createNativeQuery("SELECT public_key FROM trusted_key").getResultList()) {
            keys.add(new PublicKeyText((String) key));
        }
        return keys;
    }

    /**
     * A key of another installation that this one was told to trust.
     *
     * @param adopted how many copies of the catalog were adopted on its word, as far as that was noted
     */
    public record Trusted(PublicKeyText key, Instant addedAt, String addedBy, long adopted) {}

    /** Oldest first. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    @SuppressWarnings("unchecked")
    public List<Trusted> others() {
        List<Object[]> rows = catalog.createNativeQuery("""
                        SELECT k.public_key, k.added_at, k.added_by,
                          (SELECT COUNT(*) FROM backup_copy c WHERE c.signed_by = k.public_key AND c.state <> 'EXPIRED')
                        FROM trusted_key k ORDER BY k.added_at, k.public_key""").getResultList();
        return rows.stream()
                .map(row -> new Trusted(
                        new PublicKeyText((String) row[0]),
                        Instant.ofEpochMilli(((Number) row[1]).longValue()),
                        (String) row[2],
                        ((Number) row[3]).longValue()))
                .toList();
    }

    /**
     * From now on, what is signed with it is another's again: it is not adopted, nor removed as ours. What was adopted stays as it is: its checksums were taken over
     * while the key was trusted.
     *
     * @throws Fault TRUSTED_KEY_NOT_FOUND
     */
    public void distrust(PublicKeyText key) {
        int removed = catalog.createNativeQuery("DELETE FROM trusted_key WHERE public_key = ?1")
                .setParameter(1, key.hex())
                .executeUpdate();
        if (removed == 0) {
            throw new Fault(ErrorCode.TRUSTED_KEY_NOT_FOUND, key.hex());
        }
    }

    /** From now on, what is signed with it counts as ours. */
    public void trust(PublicKeyText key, String who) {
        catalog.createNativeQuery("INSERT INTO trusted_key (public_key, added_at, added_by) VALUES (?1, ?2, ?3)"
                        + " ON CONFLICT DO NOTHING")
                .setParameter(1, key.hex())
                .setParameter(2, clock.instant().toEpochMilli())
                .setParameter(3, who)
                .executeUpdate();
    }
}
