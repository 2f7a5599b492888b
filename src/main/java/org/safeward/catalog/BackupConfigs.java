package org.safeward.catalog;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The config of each database. */
@Stateless
public class BackupConfigs {
    @PersistenceContext
    private EntityManager catalog;

    @Resource
    private SessionContext context;

    /** The config of a database, made when it is asked for the first time. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public BackupConfig of(String database) {
        return find(database)
                .orElseGet(() -> context.getBusinessObject(BackupConfigs.class).make(database));
    }

    /** Called through the container, so that only this needs a transaction: one that reads must not wait for those that write. */
    public BackupConfig make(String database) {
        return find(database).orElseGet(() -> first(database));
    }

    private Optional<BackupConfig> find(String database) {
        return catalog.createNamedQuery("BackupConfig.ofDatabase", BackupConfig.class)
                .setParameter("database", database)
                .getResultStream()
                .findFirst();
    }

    public BackupConfig change(String database, Consumer<BackupConfig> change) {
        BackupConfig config = of(database);
        change.accept(config);
        return config;
    }

    private BackupConfig first(String database) {
        BackupConfig config = new BackupConfig(database, Instant.now());
        catalog.persist(config);
        catalog.flush();
        return config;
    }
}
