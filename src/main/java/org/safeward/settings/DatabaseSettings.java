package org.safeward.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which databases are protected, and where they are.
 *
 * @param names that may be asked for, whether or not they have an address
 * @param byName those that have an address or a data source, in the order of the names
 */
record DatabaseSettings(List<String> names, Map<String, ProtectedDatabase> byName) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    static DatabaseSettings of(SettingReader read) {
        List<String> names = databaseNames(read);
        return new DatabaseSettings(names, databases(read, names));
    }

    private static List<String> databaseNames(SettingReader read) {
        List<String> names = List.of(read.text("safeward.databases", "default").split("\\s*,\\s*"));
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                read.fault("safeward.databases", "holds the name \"" + name + "\", which does not match " + NAME);
            }
        }
        return names;
    }

    private static Map<String, ProtectedDatabase> databases(SettingReader read, List<String> names) {
        Map<String, ProtectedDatabase> databases = new LinkedHashMap<>();
        for (String name : names) {
            database(read, name).ifPresent(database -> databases.put(name, database));
        }
        return Collections.unmodifiableMap(databases);
    }

    private static Optional<ProtectedDatabase> database(SettingReader read, String name) {
        String key = "safeward.database." + name;
        Optional<String> dataSource = read.text(key + ".datasource");
        Optional<String> user = read.text(key + ".user");
        Optional<String> password = read.text(key + ".password");
        if (dataSource.isPresent()) {
            if (read.text(key + ".url").isPresent()) {
                read.fault(key + ".datasource", "and " + key + ".url exclude each other");
            }
            return Optional.of(new ProtectedDatabase(name, "", dataSource, user, password));
        }
        return address(read, name).map(url -> {
            ProtectedDatabase database = new ProtectedDatabase(name, url, dataSource, user, password);
            if (!database.isSqlite() && !database.isPostgresql()) {
                read.fault(key + ".url", "is neither jdbc:sqlite:<file> nor jdbc:postgresql://host:port/name");
            } else if (database.isSqlite() && !SqliteAddress.isReadable(url)) {
                read.fault(key + ".url", "holds a URI that is none of a file");
            }
            return database;
        });
    }

    /** {@code DATABASE_URL} is what the maintenance contract has for the one database that it knows. */
    private static Optional<String> address(SettingReader read, String name) {
        Optional<String> url = read.text("safeward.database." + name + ".url");
        return url.isEmpty() && name.equals("default") ? read.text("DATABASE_URL") : url;
    }
}
