package org.safeward.databases;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.postgresql.PostgresAddress;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.postgresql.PostgresSettings;
import org.safeward.engine.sqlite.SqliteDatabase;
import org.safeward.engine.sqlite.SqliteEngine;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.BadSettings;
import org.safeward.settings.ProtectedDatabase;
import org.safeward.settings.RestoreSettings;
import org.safeward.settings.Settings;

/** Finds the engine of a database. */
@ApplicationScoped
public class Databases {
    public static final String DEFAULT = "default";

    private final Map<String, DatabaseEngine> engines = new LinkedHashMap<>();
    private List<String> names = List.of();

    protected Databases() {}

    /** @throws BadSettings naming the databases whose address cannot be read */
    @Inject
    Databases(Settings settings) {
        names = settings.databaseNames();
        List<String> faults = new ArrayList<>();
        settings.databases().forEach((name, database) -> {
            try {
                engines.put(name, engine(database, settings));
            } catch (Fault e) {
                // Without the address, which may hold a password.
                faults.add("the address of database " + name + ": " + String.join(", ", e.arguments()));
            }
        });
        if (!faults.isEmpty()) {
            throw new BadSettings(faults);
        }
    }

    private static DatabaseEngine engine(ProtectedDatabase database, Settings settings) {
        if (database.isPostgresql()) {
            return new PostgresEngine(postgresql(database, settings.restore()));
        }
        return new SqliteEngine(
                new SqliteDatabase(database.name(), database.sqliteFile(), settings.restoreDirectory()));
    }

    private static PostgresSettings postgresql(ProtectedDatabase database, RestoreSettings restore) {
        PostgresAddress address = PostgresAddress.parse(
                database.url(),
                database.user().orElse(null),
                database.password().orElse(null));
        return new PostgresSettings(
                address,
                PostgresSettings.RestoreMode.valueOf(restore.mode().name()),
                restore.trustUploads(),
                restore.keepPrevious(),
                restore.maintenanceDatabase(),
                restore.toolDirectory());
    }

    /** @throws Fault UNKNOWN_DATABASE when the name is not configured, NO_DATABASE when it has no address */
    public DatabaseEngine engine(String name) {
        require(name);
        DatabaseEngine engine = engines.get(name);
        if (engine == null) {
            throw new Fault(ErrorCode.NO_DATABASE);
        }
        return engine;
    }

    /** @throws Fault UNKNOWN_DATABASE */
    public String require(String name) {
        if (!names.contains(name)) {
            throw new Fault(ErrorCode.UNKNOWN_DATABASE, name, String.join(", ", names));
        }
        return name;
    }

    /** Every name that may be asked for, in the order of the settings, whether or not it has an address. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /** The databases that can be backed up. */
    public Map<String, DatabaseEngine> all() {
        return Collections.unmodifiableMap(engines);
    }
}
