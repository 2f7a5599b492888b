package org.safeward.beans;

import java.util.Map;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.eclipse.persistence.config.TargetDatabase;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;
import org.safeward.catalog.CatalogDataSource;
import org.safeward.catalog.SqlitePlatform;
import org.safeward.settings.Settings;

/** The persistence unit of the catalog, outside of a server. Public, since EclipseLink makes one. */
public final class CatalogUnit implements SessionCustomizer {
    static Map<String, Object> on(Settings settings) {
        return Map.of(
                PersistenceUnitProperties.TRANSACTION_TYPE,
                "RESOURCE_LOCAL",
                PersistenceUnitProperties.JTA_DATASOURCE,
                "",
                PersistenceUnitProperties.NON_JTA_DATASOURCE,
                new CatalogDataSource(settings),
                PersistenceUnitProperties.SESSION_CUSTOMIZER,
                CatalogUnit.class.getName(),
                PersistenceUnitProperties.TARGET_DATABASE,
                settings.catalog().isSqlite() ? SqlitePlatform.class.getName() : TargetDatabase.PostgreSQL);
    }

    /** The application's own one asks for the settings of the server. */
    @Override
    public void customize(Session session) {}
}
