package org.safeward.catalog;

import org.eclipse.persistence.platform.server.wildfly.WildFlyPlatform;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.DatabaseSession;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;
import org.eclipse.persistence.sessions.server.ConnectionPool;
import org.eclipse.persistence.sessions.server.ServerSession;
import org.safeward.settings.Settings;

/** Sets EclipseLink up for the database of the catalog and for the server that runs it. persistence.xml names it. */
public class CatalogSession implements SessionCustomizer {

    @Override
    public void customize(Session session) {
        DatabaseSession databaseSession = (DatabaseSession) session;
        if (System.getProperty("jboss.home.dir") != null) {
            databaseSession.setServerPlatform(new WildFlyPlatform(databaseSession));
        }
        if (new Settings().catalog().isSqlite()) {
            useSqlite(session);
        }
    }

    private static void useSqlite(Session session) {
        SqliteLogin login = new SqliteLogin((DatabaseLogin) session.getDatasourceLogin());
        ((DatabaseSession) session).setDatasourceLogin(login);
        if (session instanceof ServerSession server) {
            for (ConnectionPool pool : server.getConnectionPools().values()) {
                pool.setLogin(login);
            }
            server.getReadConnectionPool().setLogin(login);
        }
    }

    /** EclipseLink guesses the platform from the driver at its first connection, and falls back to a general one. */
    private static final class SqliteLogin extends DatabaseLogin {
        SqliteLogin(DatabaseLogin original) {
            setConnector(original.getConnector());
            setUsesExternalConnectionPooling(original.shouldUseExternalConnectionPooling());
            setUsesExternalTransactionController(original.shouldUseExternalTransactionController());
            setPlatform(original.getDatasourcePlatform());
            // Takes over what the mappings have put into the original, the sequences above all.
            usePlatform(new SqlitePlatform());
        }

        @Override
        public void setPlatformClassName(String name, ClassLoader loader) {}

        @Override
        public void setPlatformClassName(String name) {}
    }
}
