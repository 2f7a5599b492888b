package org.safeward.engine.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.content.ReadLimits;
import org.safeward.engine.BackupScript;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.fixture.Thorough;

/** Dumps that begin with the removal of everything that they make, of a database that holds every reason for it. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class CleanDumpTest {
    private static final String DATABASE = "cleaned";

    @TempDir
    Path temporary;

    private final PostgresServer server;

    CleanDumpTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void make() throws IOException {
        server.create(DATABASE);
        Path file = temporary.resolve("clean-head.sql");
        try (InputStream sql = getClass().getResourceAsStream("clean-head.sql")) {
            Files.copy(sql, file);
        }
        server.psql(DATABASE, file);
    }

    @AfterEach
    void nothing() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    @Test
    void ourOwnComesBackBothWays() throws IOException {
        String before = server.portrait(DATABASE);
        var script = BackupFiles.backUp(engine(RestoreMode.AUTO), temporary.resolve("b.sql.zip"));
        for (var mode : List.of(RestoreMode.SWAP, RestoreMode.IN_PLACE)) {
            server.sql(DATABASE, "DROP SCHEMA \"odd;schema\" CASCADE", "CREATE TABLE public.stray ()");
            BackupFiles.restore(engine(mode), script, mode.name());
            assertEquals(before, server.portrait(DATABASE), mode.name());
        }
    }

    @Test
    void psqlLoadsOurOwnOverWhatIsThereAndIntoAnEmptyDatabase() throws IOException {
        String before = server.portrait(DATABASE);
        var script = BackupFiles.backUp(engine(RestoreMode.AUTO), temporary.resolve("b.sql.zip"));
        Path plain = temporary.resolve("plain.sql");
        try (var file = BackupFileReader.open(script.file(), ReadLimits.NONE)) {
            Files.copy(file.sql(), plain);
        }
        assertTrue(Files.readString(plain).contains("DO $safeward$ BEGIN CREATE OR REPLACE VIEW"));
        server.psql(DATABASE, plain);
        assertEquals(before, server.portrait(DATABASE));
        server.create(DATABASE);
        server.psql(DATABASE, plain);
        assertEquals(before, server.portrait(DATABASE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--clean",
                "--clean --if-exists",
                "--clean --create",
                "--clean --if-exists --inserts --no-owner",
                "--clean --quote-all-identifiers --use-set-session-authorization",
                "--clean --verbose",
                "--clean --if-exists --no-comments --no-publications"
            })
    void everyWayOfCleaningIsRead(String options) throws IOException {
        String[] arguments = (options + " " + DATABASE).split(" ");
        Path file = temporary.resolve("upload.sql");
        Files.writeString(file, plain(server.tool("pg_dump", arguments)));
        for (var mode : Thorough.orOne(List.of(RestoreMode.SWAP, RestoreMode.IN_PLACE), options)) {
            server.sql(DATABASE, "DROP SCHEMA \"odd;schema\" CASCADE", "CREATE TABLE public.stray ()");
            BackupFiles.restore(engine(mode), new BackupScript(file, Optional.empty(), true), mode.name());
            String again = plain(server.tool("pg_dump", arguments));
            assertEquals(withoutNumbers(Files.readString(file)), withoutNumbers(again), mode.name());
        }
    }

    /** --verbose adds messages and the numbers of objects. */
    private static String withoutNumbers(String dump) {
        return dump.replaceAll("(?m)^(-- (TOC entry|Dependencies|Started on|Completed on)|pg_dump:).*\n", "");
    }

    private static String plain(String dump) {
        return dump.replaceAll("(?m)^(\\\\(un)?restrict |pg_dump: ).*\n", "");
    }

    private PostgresEngine engine(RestoreMode mode) {
        return new PostgresEngine(new PostgresSettings(
                server.address(DATABASE), mode, true, true, "postgres", Optional.of(PostgresServer.bin())));
    }
}
