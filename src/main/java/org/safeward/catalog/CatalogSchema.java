package org.safeward.catalog;

import org.flywaydb.core.Flyway;
import org.safeward.settings.Settings;

/** Brings the catalog's tables to this version. To be called before anything else uses the catalog. */
public final class CatalogSchema {
    private CatalogSchema() {}

    public static void migrate(Settings settings) {
        String dialect = settings.catalog().isSqlite() ? "sqlite" : "postgresql";
        Flyway.configure(CatalogSchema.class.getClassLoader())
                .dataSource(new CatalogDataSource(settings))
                .locations("classpath:org/safeward/catalog/" + dialect)
                .load()
                .migrate();
    }
}
