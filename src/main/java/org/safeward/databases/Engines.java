package org.safeward.databases;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.sqlite.SqliteDatabase;
import org.safeward.engine.sqlite.SqliteEngine;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.DrillSettings;
import org.safeward.settings.ProtectedDatabase;
import org.safeward.settings.RestoreSettings;
import org.safeward.settings.Settings;

/** Makes the engine that fits an address. */
record Engines(Settings settings, Supplier<byte[]> markKey) {

    /** @throws Fault BAD_FIELD when the URL cannot be read */
    DatabaseEngine of(ProtectedDatabase database) {
        return database.isPostgresql()
                ? new PostgresEngine(postgresql(address(database, database.url())))
                : sqlite(database, database.sqliteFile());
    }

    /**
     * By what a data source has said of itself. Its file or address is all that is taken from it, but for a PostgreSQL database without a user
     * of ours: that is reached through it.
     *
     * @throws Fault DATABASE_UNREACHABLE, with the reason, when we have no engine for it
     */
    DatabaseEngine of(ProtectedDatabase database, DataSource source, DataSourceQuestion.Answer answer) {
        return switch (answer.product()) {
            case "SQLite" -> {
                if (answer.place().isEmpty()) {
                    throw refused(database, "it is in memory");
                }
                yield sqlite(database, Path.of(answer.place()));
            }
            case "PostgreSQL" -> {
                PostgresAddress address = address(database, answer.place());
                yield new PostgresEngine(postgresql(database.user().isPresent() ? address : address.through(source)));
            }
            default -> throw refused(database, "it is a database of " + answer.product());
        };
    }

    /** Where backups of this database are rehearsed: the server that is there for drills, or its own. */
    DatabaseEngine forDrills(DatabaseEngine engine, String name) {
        if (!engine.kind().equals(PostgresEngine.KIND)) {
            return engine;
        }
        return drillAddress(name)
                .<DatabaseEngine>map(address -> new PostgresEngine(postgresql(address)))
                .orElse(engine);
    }

    /**
     * On the server for drills, empty where there is none. What is built there is named after a database that is not there, so that it is made
     * as the backup says.
     *
     * @throws Fault BAD_FIELD when the URL cannot be read
     */
    Optional<PostgresAddress> drillAddress(String name) {
        DrillSettings drill = settings.drill();
        return drill.postgresqlUrl()
                .map(url -> PostgresAddress.parse(
                        url,
                        drill.postgresqlUser().orElse(null),
                        drill.postgresqlPassword().orElse(null)))
                .map(address -> address.in("safeward_drill_" + name));
    }

    private static Fault refused(ProtectedDatabase database, String why) {
        return new Fault(ErrorCode.DATABASE_UNREACHABLE, database.dataSource().orElse(""), why);
    }

    private SqliteEngine sqlite(ProtectedDatabase database, Path file) {
        return new SqliteEngine(new SqliteDatabase(
                database.name(),
                file.toAbsolutePath().normalize(),
                settings.restoreDirectory(),
                settings.restore().diskReserve()));
    }

    private static PostgresAddress address(ProtectedDatabase database, String url) {
        return PostgresAddress.parse(
                url, database.user().orElse(null), database.password().orElse(null));
    }

    private PostgresSettings postgresql(PostgresAddress address) {
        RestoreSettings restore = settings.restore();
        return new PostgresSettings(
                address,
                PostgresSettings.RestoreMode.valueOf(restore.mode().name()),
                restore.trustUploads(),
                restore.keepPrevious(),
                restore.maintenanceDatabase(),
                restore.toolDirectory(),
                restore.maxGrowth(),
                markKey,
                Optional.of(settings.secretDirectory()));
    }
}
