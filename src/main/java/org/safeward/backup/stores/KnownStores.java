package org.safeward.backup.stores;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;

/** The directories of backups that were used. */
@Stateless
public class KnownStores {
    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<KnownStore> find(Path directory) {
        return Optional.ofNullable(catalog.find(KnownStore.class, directory.toString()));
    }

    /** Whether none is known: before the first backup, and after the update from a version that knew of none. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean none() {
        return catalog.createNamedQuery("KnownStore.count", Long.class).getSingleResult() == 0;
    }

    /** Notes directories that were used before there were markers. */
    public void expect(Collection<Path> directories) {
        directories.forEach(this::insert);
    }

    /** Notes the id that is in a directory's marker now. */
    public void mark(Path directory, String id) {
        insert(directory);
        catalog.find(KnownStore.class, directory.toString(), LockModeType.PESSIMISTIC_WRITE)
                .mark(id);
    }

    public void forget(Path directory) {
        find(directory).ifPresent(catalog::remove);
    }

    /** Of two nodes that come to this at the same time, one makes it and both have it. */
    private void insert(Path directory) {
        catalog.createNativeQuery("INSERT INTO backup_store (directory, store_id, marked, known_since)"
                        + " VALUES (?1, '', FALSE, ?2) ON CONFLICT DO NOTHING")
                .setParameter(1, directory.toString())
                .setParameter(2, clock.instant().toEpochMilli())
                .executeUpdate();
    }
}
