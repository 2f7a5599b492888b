package org.safeward.engine.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.content.ReadLimits;
import org.safeward.archive.content.RowDigest;
import org.safeward.archive.content.ScriptKind;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Counted;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.engine.postgresql.restore.StageRestore;
import org.safeward.engine.postgresql.script.EarlyIndexes;
import org.safeward.engine.postgresql.script.IndexesOfLargeTables;
import org.safeward.engine.postgresql.script.PostgresScriptReader;

/** Back up, change everything, restore: pg_dump sees the same database as before. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class FidelityTest {
    private static final String DATABASE = "Every \"thing\" ü";

    @TempDir
    Path temporary;

    private final PostgresServer server;

    FidelityTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void everything() {
        EverythingDatabase.create(server, DATABASE);
    }

    @AfterEach
    void nothing() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    @ParameterizedTest
    @EnumSource(
            value = RestoreMode.class,
            names = {"SWAP", "IN_PLACE"})
    void restoresEverything(RestoreMode mode) throws IOException {
        var engine = engine(mode);
        String before = server.portrait(DATABASE);
        var facts = engine.inspect(Work.UNWATCHED);
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        assertEquals(facts.tables(), Counted.of(script.manifest().orElseThrow().tables()));
        EverythingDatabase.changeEverything(server, DATABASE);
        assertNotEquals(before, server.portrait(DATABASE));
        BackupFiles.restore(engine, script, "7");
        assertEquals(before, server.portrait(DATABASE));
        assertEquals(facts.tables(), engine.inspect(Work.UNWATCHED).tables());
        var expected = mode == RestoreMode.SWAP
                ? List.of(DATABASE, DATABASE + "_before_7", "postgres")
                : List.of(DATABASE, "postgres");
        assertEquals(expected, server.databases());
    }

    /** As with large tables; and at the first attempt, not one statement after the other. */
    @Test
    void restoresEverythingWithEveryIndexAhead() throws IOException {
        var engine = engine(RestoreMode.SWAP);
        String before = server.portrait(DATABASE);
        String indexes = indexes(BackupFiles.backUp(engine, temporary.resolve("a.sql.zip")));
        assertTrue(indexes.contains("CREATE INDEX") && indexes.contains("PRIMARY KEY"), indexes);
        var script = BackupFiles.backUp(
                engine, temporary.resolve("b.sql.zip"), ScriptKind.SQL, Map.of(EarlyIndexes.DETAIL, indexes));
        EverythingDatabase.changeEverything(server, DATABASE);
        var warnings = new ArrayList<String>();
        var log = Logger.getLogger(StageRestore.class.getName());
        log.setFilter(entry -> warnings.add(entry.getMessage() + ": " + entry.getThrown()));
        try {
            BackupFiles.restore(engine, script, "7");
        } finally {
            log.setFilter(null);
        }
        assertEquals(before, server.portrait(DATABASE));
        assertEquals(List.of(), warnings);
    }

    private static String indexes(BackupScript script) throws IOException {
        var tables = new IndexesOfLargeTables(0);
        try (var file = BackupFileReader.open(script.file(), ReadLimits.NONE)) {
            var reader = new PostgresScriptReader(file.sql());
            for (var statement = reader.next(); statement != null; statement = reader.next()) {
                tables.statement(statement);
                if (statement.copyData()) {
                    tables.rows(statement, reader.readRows((rows, offset, length) -> {}, new RowDigest()));
                }
            }
        }
        return tables.indexes();
    }

    @Test
    void undoIsARenameAndCanBeUndone() throws IOException {
        var engine = engine(RestoreMode.AUTO);
        String before = server.portrait(DATABASE);
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        EverythingDatabase.changeEverything(server, DATABASE);
        String changed = server.portrait(DATABASE);
        BackupFiles.restore(engine, script, "7");
        assertEquals(List.of("7"), engine.undoable());
        engine.undo("7", "8", () -> {}, BackupFiles.LOCK_TIMEOUT);
        assertEquals(changed, server.portrait(DATABASE));
        assertEquals(List.of("8"), engine.undoable());
        engine.undo("8", "9", () -> {}, BackupFiles.LOCK_TIMEOUT);
        assertEquals(before, server.portrait(DATABASE));
        engine.forgetReplaced(place -> true);
        assertEquals(List.of(DATABASE, "postgres"), server.databases());
    }

    @Test
    void restoresIntoANewDatabaseAndLeavesTheLiveOneAlone() throws IOException {
        var engine = engine(RestoreMode.AUTO);
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        var tables = engine.inspect(Work.UNWATCHED).tables();
        EverythingDatabase.changeEverything(server, DATABASE);
        String changed = server.portrait(DATABASE);
        BackupFiles.restore(engine, script, "7", new Destination.NewDatabase("copy.of_it"));
        assertEquals(changed, server.portrait(DATABASE));
        assertEquals(
                tables,
                new PostgresEngine(PostgresSettings.of(server.address("copy.of_it")))
                        .inspect(Work.UNWATCHED)
                        .tables());
    }

    @Test
    void bringsALostDatabaseBack() throws IOException {
        var engine = engine(RestoreMode.AUTO);
        var tables = engine.inspect(Work.UNWATCHED).tables();
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        server.drop(DATABASE);
        BackupFiles.restore(engine, script, "7");
        assertEquals(tables, engine.inspect(Work.UNWATCHED).tables());
        assertEquals(List.of(DATABASE, "postgres"), server.databases());
    }

    @Test
    void aDatabaseWithoutThePublicSchemaStaysWithoutIt() throws IOException {
        server.create(DATABASE);
        server.sql(DATABASE, "DROP SCHEMA public", "CREATE SCHEMA s", "CREATE TABLE s.t AS SELECT 1 AS x");
        for (var mode : List.of(RestoreMode.SWAP, RestoreMode.IN_PLACE)) {
            var engine = engine(mode);
            String before = server.portrait(DATABASE);
            var script = BackupFiles.backUp(engine, temporary.resolve(mode + ".sql.zip"));
            server.sql(DATABASE, "CREATE SCHEMA IF NOT EXISTS public");
            BackupFiles.restore(engine, script, "7");
            assertEquals(before, server.portrait(DATABASE));
        }
    }

    private PostgresEngine engine(RestoreMode mode) {
        return new PostgresEngine(new PostgresSettings(
                server.address(DATABASE), mode, false, true, "postgres", Optional.of(PostgresServer.bin())));
    }
}
