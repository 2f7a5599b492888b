package org.safeward.databases;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.catalog.MarkKey;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.sqlite.SqliteEngine;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.BadSettings;
import org.safeward.settings.Settings;

/** Finds the engine of a database. */
@ApplicationScoped
public class Databases {
    public static final String DEFAULT = "default";

    private final Map<String, DatabaseEngine> engines = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private Engines making;
    private List<String> names = List.of();

    protected Databases() {}

    @Inject
    Databases(Settings settings, DataSourceQuestion question, MarkKey markKey) {
        names = settings.databaseNames();
        making = new Engines(settings, markKey::secret);
        checkDrills();
        settings.databases().forEach((name, database) -> {
            try {
                engines.put(
                        name,
                        database.dataSource().isPresent()
                                ? DataSourceEngine.of(database, making, question)
                                : making.of(database));
            } catch (Fault e) {
                // Without the address, which may hold a password.
                faults.add("the address of database " + name + ": " + String.join(", ", e.arguments()));
            } catch (BadSettings e) {
                faults.add(e.getMessage());
            }
        });
    }

    private void checkDrills() {
        try {
            making.drillAddress(DEFAULT);
        } catch (Fault e) {
            faults.add("safeward.drill.postgresql.url: " + String.join(", ", e.arguments()));
        }
    }

    /** What is wrong with the addresses; Safeward does not start with any. */
    public List<String> faults() {
        return List.copyOf(faults);
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

    /** The engine that rehearses restores of a database: its own, or that of another server. @throws Fault as {@link #engine} */
    public DatabaseEngine engineForDrills(String name) {
        return making.forDrills(engine(name), name);
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

    /**
     * The file of an SQLite database; empty for one of another kind.
     *
     * @throws Fault as {@link #engine}, and DATABASE_UNREACHABLE for a data source that has not been reached yet
     */
    public Optional<Path> sqliteFile(String name) {
        DatabaseEngine engine = engine(name);
        return engine.kind().equals(SqliteEngine.KIND) ? Optional.of(Path.of(engine.address())) : Optional.empty();
    }

    /** The files of all SQLite databases, as {@link #sqliteFile} has them. */
    public List<Path> sqliteFiles() {
        return engines.keySet().stream()
                .flatMap(name -> sqliteFile(name).stream())
                .toList();
    }

    /** The databases that can be backed up. */
    public Map<String, DatabaseEngine> all() {
        return Collections.unmodifiableMap(engines);
    }
}
