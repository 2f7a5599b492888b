package org.safeward.engine.postgresql.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.content.ScriptKind;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.postgresql.BackupFiles;
import org.safeward.engine.postgresql.EverythingDatabase;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Backups without pg_dump: the rows of every table, into the tables that exist. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class JsonBackupTest {
    private static final String DATABASE = "json";

    @TempDir
    Path temporary;

    private final PostgresServer server;

    JsonBackupTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void everything() {
        EverythingDatabase.create(server, DATABASE);
    }

    @AfterEach
    void nothing() {
        server.drop(DATABASE);
    }

    @Test
    void bringsEveryRowOfEveryTypeBack() throws IOException {
        String before = server.portrait(DATABASE);
        var script = backUp();
        assertEquals("true", script.manifest().orElseThrow().details().get("degraded"));
        server.sql(
                DATABASE,
                "TRUNCATE app.types, app.parted, app.child, app.generated, public.nothing, public.unlogged, app.hen, app.egg",
                "INSERT INTO public.nothing DEFAULT VALUES",
                "SELECT setval('app.untouched', 4711)",
                "REFRESH MATERIALIZED VIEW app.matview");
        assertFalse(before.equals(server.portrait(DATABASE)));
        BackupFiles.restore(engine(), script, "1");
        // Foreign keys were put back: pg_dump lists them by name, all is as it was.
        assertEquals(before, server.portrait(DATABASE));
    }

    @Test
    void itsFileIsOneValidJsonObject() throws IOException {
        var script = backUp();
        try (var zip = new ZipFile(script.file().toFile());
                var content = zip.getInputStream(zip.getEntry("backup.json"))) {
            var json = JsonParser.parseString(
                            new String(content.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .getAsJsonObject();
            assertEquals(1, json.get("safeward_json").getAsInt());
            assertTrue(json.has("safeward_manifest"));
        }
    }

    @Test
    void tablesThatItDoesNotListStayAsTheyAre() throws IOException {
        var script = backUp();
        server.sql(DATABASE, "CREATE TABLE later AS SELECT 7 AS x", "TRUNCATE app.types");
        BackupFiles.restore(engine(), script, "1");
        assertEquals("7", server.ask(DATABASE, "SELECT x FROM app.later"));
        assertEquals("2", server.ask(DATABASE, "SELECT count(*) FROM app.types"));
    }

    @Test
    void whatTheDatabaseLacksIsNamedAndNothingIsTouched() throws IOException {
        var script = backUp();
        server.sql(
                DATABASE,
                "DROP TABLE public.nothing",
                "ALTER TABLE app.child ALTER COLUMN y TYPE bigint",
                "DROP SEQUENCE app.last");
        String before = server.portrait(DATABASE);
        var fault = BackupFiles.failure(engine(), script, "1");
        assertEquals(ErrorCode.TARGET_LACKS, fault.code());
        for (String lacking :
                List.of("table public.nothing", "column app.child.y of type integer", "sequence app.last")) {
            assertTrue(fault.getMessage().contains(lacking), fault.getMessage());
        }
        assertEquals(before, server.portrait(DATABASE));
    }

    @Test
    void aRowThatBreaksAConstraintLeavesEverythingAsItWas() throws IOException {
        var script = backUp();
        server.sql(DATABASE, "TRUNCATE app.hen, app.egg", "ALTER TABLE app.egg ADD CHECK (id < 15)");
        String before = server.portrait(DATABASE);
        var fault = BackupFiles.failure(engine(), script, "1");
        assertTrue(fault.getMessage().contains("egg_id_check"), fault.getMessage());
        assertEquals(before, server.portrait(DATABASE));
    }

    @Test
    void makesNoNewDatabase() throws IOException {
        var script = backUp();
        var fault = assertThrows(
                Fault.class, () -> BackupFiles.restore(engine(), script, "1", new Destination.NewDatabase("other")));
        assertEquals(ErrorCode.TARGET_INVALID, fault.code());
    }

    @Test
    void rowsInCopysTextFormatGoBothWays() {
        var values = Arrays.asList("a\tb\nc\rd\\e\\N", null, "", "\\N", "ü\u0001\b\f\u000b");
        assertEquals(values, CopyText.values(CopyText.row(values), values.size()));
        assertThrows(Fault.class, () -> CopyText.values(new byte[] {(byte) 0xfc, '\n'}, 1));
        assertEquals(List.of(), CopyText.values("\n".getBytes(), 0));
        assertEquals(List.of(""), CopyText.values("\n".getBytes(), 1));
    }

    private BackupScript backUp() throws IOException {
        assertEquals(ScriptKind.JSON, engine().dumpKind());
        return BackupFiles.backUp(engine(), temporary.resolve("b.json.zip"), ScriptKind.JSON);
    }

    private PostgresEngine engine() throws IOException {
        Path noTools = Files.createDirectories(temporary.resolve("no-tools"));
        return new PostgresEngine(new PostgresSettings(
                server.address(DATABASE), RestoreMode.AUTO, false, true, "postgres", Optional.of(noTools)));
    }
}
