package org.safeward.catalog;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** The config of each database. */
@Stateless
public class BackupConfigs {
    @PersistenceContext
    private EntityManager catalog;

    @Resource
    private SessionContext context;

    @Inject
    private InstantSource clock;

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

    /** Of two nodes that come to this at the same time, one makes it and both have it. */
    private BackupConfig first(String database) {
        BackupConfig first = new BackupConfig(database, clock.instant());
        catalog.createNativeQuery(
                        "INSERT INTO backup_config (database_name, created_at, updated_at, enabled, cron, path,"
                                + " time_zone, retention_days, max_count, compress)"
                                + " VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING")
                .setParameter(1, database)
                .setParameter(2, first.createdAt().toEpochMilli())
                .setParameter(3, first.enabled())
                .setParameter(4, first.cron())
                .setParameter(5, first.path())
                .setParameter(6, first.timeZone())
                .setParameter(7, first.retentionDays())
                .setParameter(8, first.maxCount())
                .setParameter(9, first.compress())
                .executeUpdate();
        return find(database).orElseThrow();
    }
}
