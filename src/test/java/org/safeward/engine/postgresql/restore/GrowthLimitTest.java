package org.safeward.engine.postgresql.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.engine.postgresql.BackupFiles;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.fault.ErrorCode;
import org.safeward.fixture.Thorough;

/** Scripts from outside that grow without end. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class GrowthLimitTest {
    private static final String DATABASE = "growing";
    private static final String OWNER = "growing_owner";
    private static final long MOST = 4 << 20;

    @TempDir
    Path files;

    private final PostgresServer server;

    GrowthLimitTest(PostgresServer server) {
        this.server = server;
        server.role(OWNER, "LOGIN CREATEDB NOSUPERUSER");
    }

    @BeforeEach
    void aDatabase() {
        server.drop(DATABASE);
        server.sql("postgres", "CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
        server.sql(DATABASE, "SET ROLE " + OWNER, "CREATE TABLE kept AS SELECT 1 AS x");
    }

    @AfterEach
    void nothing() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    static Stream<Arguments> scripts() {
        return Thorough.pairs(
                List.of(RestoreMode.SWAP, RestoreMode.IN_PLACE),
                List.of(
                        "CREATE TABLE t AS SELECT repeat(md5(n::text), 50) FROM generate_series(1, 100000000) n;",
                        "CREATE MATERIALIZED VIEW m AS SELECT md5(n::text) FROM generate_series(1, 100000000) n;",
                        "DO $$ BEGIN LOOP PERFORM lo_from_bytea(0, decode(repeat('ab', 100000), 'hex')); END LOOP; END $$;",
                        "CREATE UNLOGGED TABLE t (x text);\n"
                                + "INSERT INTO t SELECT md5(n::text) FROM generate_series(1, 100000000) n;"));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void areEndedAndLeaveNothing(RestoreMode mode, String script) throws Exception {
        var fault = BackupFiles.failure(engine(mode), BackupFiles.script(files.resolve("s.sql"), script), "1");
        assertEquals(ErrorCode.SCRIPT_OUTGROWS, fault.code(), fault.getMessage());
        assertEquals(String.valueOf(MOST), fault.arguments().get(0));
        assertEquals("1", server.ask(DATABASE, "SELECT x FROM public.kept"));
        assertEquals(Set.of("postgres", DATABASE), Set.copyOf(server.databases()));
    }

    @ParameterizedTest
    @EnumSource(
            value = RestoreMode.class,
            names = {"SWAP", "IN_PLACE"})
    void othersAreLoaded(RestoreMode mode) throws Exception {
        var script = BackupFiles.script(
                files.resolve("s.sql"),
                "CREATE TABLE t AS SELECT n FROM generate_series(1, 1000) n; SELECT pg_sleep(0.5);");
        BackupFiles.restore(engine(mode), script, "1");
        assertEquals("1000", server.ask(DATABASE, "SELECT count(*) FROM public.t"));
    }

    private PostgresEngine engine(RestoreMode mode) {
        return new PostgresEngine(
                new PostgresSettings(server.address(DATABASE, OWNER), mode, false, true, "postgres", Optional.empty())
                        .growingBy(MOST));
    }
}
