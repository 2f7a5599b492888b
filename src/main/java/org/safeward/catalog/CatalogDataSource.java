package org.safeward.catalog;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.safeward.files.PrivateDirectory;
import org.safeward.settings.Settings;
import org.safeward.settings.SqliteAddress;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The catalog's data source, the same on every server: web.xml names this class, the container makes it, pools its connections
 * and enlists them in its transactions. It opens the database that {@code safeward.catalog.url} names.
 */
public class CatalogDataSource implements DataSource {
    private static final int BUSY_TIMEOUT_MILLISECONDS = 30_000;
    private static final Pattern BUSY_TIMEOUT = Pattern.compile("[?&]busy_timeout=(\\d{1,8})");

    private final DataSource database;

    /** A server can go away and come back, a file does not. */
    private final boolean lasting;

    public CatalogDataSource() {
        this(new Settings());
    }

    public CatalogDataSource(Settings settings) {
        lasting = !settings.catalog().isSqlite();
        database = lasting ? postgresql(settings) : sqlite(settings);
    }

    private static DataSource sqlite(Settings settings) {
        // Some servers open the data source before anything of ours runs, and SQLite makes no directories.
        Path file = SqliteAddress.file(settings.catalog().url());
        try {
            PrivateDirectory.create(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // In WAL mode NORMAL loses commits when the power goes, and a revoked key or a swap that has begun must not be
        // forgotten.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(busyTimeout(settings.catalog().url()));
        config.enforceForeignKeys(true);
        // Deferred transactions that read and then write fail with SQLITE_BUSY beside each other; these queue up.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(settings.catalog().url());
        return source;
    }

    /** The address may carry another one, as in any address of this driver; but what its config holds would win. */
    private static int busyTimeout(String url) {
        Matcher inUrl = BUSY_TIMEOUT.matcher(url);
        return inUrl.find() ? Integer.parseInt(inUrl.group(1)) : BUSY_TIMEOUT_MILLISECONDS;
    }

    private static DataSource postgresql(Settings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.catalog().url());
        settings.catalog().user().ifPresent(source::setUser);
        settings.catalog().password().ifPresent(source::setPassword);
        return source;
    }

    /** The container sets it from web.xml; the settings name the address. */
    public void setUrl(String url) {}

    public String getUrl() {
        return "jdbc:safeward:catalog";
    }

    @Override
    public Connection getConnection() throws SQLException {
        return lasting ? LastingConnection.open(this::durable) : database.getConnection();
    }

    /** A role or database may have commits that are told before they are on the disk; anything stricter stays as it is. */
    private Connection durable() throws SQLException {
        Connection connection = database.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT set_config('synchronous_commit', 'on', false)"
                    + " WHERE current_setting('synchronous_commit') = 'off'");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return database.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        database.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        database.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return database.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the drivers log by themselves");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        return database.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || database.isWrapperFor(type);
    }
}
