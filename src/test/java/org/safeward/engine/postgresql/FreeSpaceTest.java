package org.safeward.engine.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.fault.ErrorCode;
import org.safeward.store.SmallDisk;

/** A server whose disk is small: a script that takes its last room is ended before the live database has none. */
@NeedsPostgres
class FreeSpaceTest {
    private static final String DATABASE = "crowded";
    private static final String OWNER = "crowded_owner";
    private static final int MEGABYTES = 256;

    /** Up to twenty megabytes a second, so that the looks at the disk come in time. */
    private static final String GROWING = "CREATE UNLOGGED TABLE t (x text);\n"
            + "DO $$ BEGIN FOR i IN 1..%d LOOP"
            + " INSERT INTO t SELECT repeat(md5(n::text), 30) FROM generate_series(1, 700) n; PERFORM pg_sleep(0.03);"
            + " END LOOP; END $$;";

    @TempDir
    Path files;

    private static SmallDisk disk;
    private static PostgresServer server;

    @BeforeAll
    static void start() throws IOException {
        // A short name: with the server's own below it, a socket's address may have 107 bytes.
        disk = SmallDisk.on(Files.createTempDirectory("disk"), MEGABYTES);
        Files.setPosixFilePermissions(disk.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        server = PostgresServer.startedIn(disk.folder());
        server.role(OWNER, "LOGIN CREATEDB NOSUPERUSER");
        server.sql("postgres", "GRANT pg_read_all_settings TO " + OWNER);
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        disk.close();
        Files.delete(disk.folder());
    }

    @BeforeEach
    void aDatabase() {
        server.drop(DATABASE);
        // What a restore by swap keeps for an undo.
        server.drop(DATABASE + "_before_1");
        server.sql("postgres", "CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
        server.sql(DATABASE, "SET ROLE " + OWNER, "CREATE TABLE kept AS SELECT 1 AS x");
    }

    @ParameterizedTest
    @EnumSource(
            value = RestoreMode.class,
            names = {"SWAP", "IN_PLACE"})
    void aScriptThatTakesTheReserveIsEndedAndLeavesNothing(RestoreMode mode) throws Exception {
        server.sql("postgres", "CHECKPOINT");
        long free = free();
        var script = BackupFiles.script(files.resolve("s.sql"), GROWING.formatted(100_000));
        var fault = BackupFiles.failure(engine(mode), script, "1");
        assertEquals(ErrorCode.DISK_FULL, fault.code(), fault.getMessage());
        // The server would say it in words of its own, and too late.
        assertEquals(
                server.address(DATABASE, OWNER).toString(),
                String.valueOf(fault.arguments().get(0)));
        assertEquals("1", server.ask(DATABASE, "SELECT x FROM public.kept"));
        assertEquals(List.of(DATABASE, "postgres"), server.databases());
        server.sql("postgres", "CHECKPOINT");
        assertTrue(free() > free - (32L << 20), free() + " of " + free + " bytes are free");
    }

    @Test
    void whatLeavesTheReserveIsLoaded() throws Exception {
        var script = BackupFiles.script(files.resolve("s.sql"), GROWING.formatted(20));
        BackupFiles.restore(engine(RestoreMode.SWAP), script, "1");
        assertEquals("14000", server.ask(DATABASE, "SELECT count(*) FROM public.t"));
    }

    private static long free() throws IOException {
        return Files.getFileStore(disk.folder()).getUsableSpace();
    }

    private static PostgresEngine engine(RestoreMode mode) {
        return new PostgresEngine(
                new PostgresSettings(server.address(DATABASE, OWNER), mode, false, true, "postgres", Optional.empty()));
    }
}
