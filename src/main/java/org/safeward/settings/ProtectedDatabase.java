package org.safeward.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The address of a database that Safeward protects.
 *
 * @param name {@code [a-z][a-z0-9_]*}
 * @param url JDBC URL; never shown whole, it may hold a password. Empty when a data source gives the address
 * @param dataSource JNDI name of a data source that the server has
 */
public record ProtectedDatabase(
        String name, String url, Optional<String> dataSource, Optional<String> user, Optional<String> password) {
    /** By its URL; what a data source leads to is not known from the settings. */
    public boolean isSqlite() {
        return url.startsWith(SqliteAddress.SCHEME)
                && url.length() > SqliteAddress.SCHEME.length()
                && !url.contains(":memory:");
    }

    public boolean isPostgresql() {
        return url.matches("(jdbc:)?postgres(ql)?://.+");
    }

    /** The file of an SQLite database, as {@link SqliteAddress} reads it. */
    public Path sqliteFile() {
        return SqliteAddress.file(url);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ProtectedDatabase[" + name + "]";
    }
}
