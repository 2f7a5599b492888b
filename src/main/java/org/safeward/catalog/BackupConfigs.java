package org.safeward.catalog;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.function.Consumer;

/** The config of each database. */
@Stateless
public class BackupConfigs {
    @PersistenceContext
    private EntityManager catalog;

    /** The config of a database, made when it is asked for the first time. */
    public BackupConfig of(String database) {
        return catalog.createNamedQuery("BackupConfig.ofDatabase", BackupConfig.class)
                .setParameter("database", database)
                .getResultStream()
                .findFirst()
                .orElseGet(() -> first(database));
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
