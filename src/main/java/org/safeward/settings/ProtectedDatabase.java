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
    private static final String SQLITE = "jdbc:sqlite:";

    /** By its URL; what a data source leads to is not known from the settings. */
    public boolean isSqlite() {
        return url.startsWith(SQLITE) && url.length() > SQLITE.length() && !url.contains(":memory:");
    }

    public boolean isPostgresql() {
        return url.matches("(jdbc:)?postgres(ql)?://.+");
    }

    /** The file of an SQLite database; parameters behind a question mark are the driver's. */
    public Path sqliteFile() {
        String file = url.substring(SQLITE.length());
        int parameters = file.indexOf('?');
        return Path.of(parameters < 0 ? file : file.substring(0, parameters))
                .toAbsolutePath()
                .normalize();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ProtectedDatabase[" + name + "]";
    }
}
