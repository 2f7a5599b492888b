package org.safeward.engine.postgresql.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.content.ScriptKind;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.BackupFiles;
import org.safeward.engine.postgresql.EverythingDatabase;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What is built for a drill acts on nothing outside of it, and leaves nothing whatever becomes of it. */
@NeedsPostgres
class DrillTest {
    private static final String DATABASE = "drilled";
    private static final String JOB = "7_0123456789abcdef";

    @TempDir
    static Path temporary;

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.started();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void everything() {
        server.drop(DATABASE);
        EverythingDatabase.create(server, DATABASE);
    }

    @Test
    void whatActsIsNotMadeAndAllElseIs() throws IOException {
        server.sql(DATABASE, "CREATE PUBLICATION everywhere FOR ALL TABLES");
        String acting =
                "SELECT (SELECT count(*) FROM pg_event_trigger) || ' ' || (SELECT count(*) FROM pg_publication)";
        String[] live = server.ask(DATABASE, acting).split(" ");
        assertTrue(Integer.parseInt(live[0]) > 0 && Integer.parseInt(live[1]) > 0, server.ask(DATABASE, acting));
        try (var staging = stage(backUp(Map.of()))) {
            staging.check(Work.UNWATCHED);
            String copy = new RestoreNames(DATABASE).staging(JOB);
            assertEquals("0 0", server.ask(copy, acting));
            String made = "SELECT count(*) FROM pg_class WHERE relnamespace::regnamespace::text !~ '^pg_|^information'";
            assertEquals(server.ask(DATABASE, made), server.ask(copy, made));
        }
        assertEquals(List.of(DATABASE, "postgres"), server.databases());
    }

    @Test
    void anExtensionThatStartsProcessesIsRefusedByName() throws IOException {
        var script = backUp(Map.of("extensions", "\"plpgsql\", \"timescaledb\""));
        var fault = assertThrows(Fault.class, () -> stage(script));
        assertTrue(
                fault.code() == ErrorCode.DRILL_IMPOSSIBLE || fault.code() == ErrorCode.TARGET_LACKS,
                fault.getMessage());
        assertTrue(fault.getMessage().contains("timescaledb"), fault.getMessage());
        assertEquals(List.of(DATABASE, "postgres"), server.databases());
    }

    @Test
    void aServerThatGoesInTheMiddleEndsItAndNothingIsLeftWhenItIsBack() throws IOException {
        try (var staging = stage(backUp(Map.of()))) {
            staging.check(Work.UNWATCHED);
            server.stopAtOnce();
            var fault = assertThrows(Fault.class, () -> staging.dump(OutputStream.nullOutputStream(), Work.UNWATCHED));
            assertEquals(ErrorCode.DATABASE_UNREACHABLE, fault.code());
        } catch (Fault gone) {
            assertEquals(ErrorCode.DATABASE_UNREACHABLE, gone.code(), "closing it meanwhile");
        }
        server.start();
        assertEquals(3, server.databases().size(), "it is still there");
        engine().discardStaging(JOB);
        assertEquals(List.of(DATABASE, "postgres"), server.databases());
    }

    /** A materialized view that fills itself anew has as many rows as its function cares to give. */
    @Test
    void aCopyThatOutgrowsTheLiveDatabaseIsEndedAndLeavesNothing() throws IOException {
        server.sql(
                DATABASE,
                "CREATE FUNCTION public.many() RETURNS SETOF int LANGUAGE sql AS 'SELECT 1'",
                "CREATE MATERIALIZED VIEW public.large AS SELECT pg_catalog.repeat(pg_catalog.md5(n::text), 50) FROM public.many() n",
                "CREATE OR REPLACE FUNCTION public.many() RETURNS SETOF int LANGUAGE sql AS"
                        + " 'SELECT pg_catalog.generate_series(1, 100000000)'");
        long live = Long.parseLong(server.ask("postgres", "SELECT pg_database_size('" + DATABASE + "')"));
        var script = backUp(Map.of());
        var fault = assertThrows(Fault.class, () -> stage(script));
        assertEquals(ErrorCode.SCRIPT_OUTGROWS, fault.code(), fault.getMessage());
        double most = Double.parseDouble(fault.arguments().get(0));
        assertEquals((256 << 20) + live * 1.2, most, live * 0.2, "a fifth more than the live one, and the least");
        assertEquals(List.of(DATABASE, "postgres"), server.databases());
    }

    private static Staging stage(BackupScript script) throws IOException {
        return engine().stage(script, JOB, new Destination.Drill(), Work.UNWATCHED);
    }

    private static BackupScript backUp(Map<String, String> details) throws IOException {
        Path file = temporary.resolve("b" + System.nanoTime() + ".sql.zip");
        return BackupFiles.backUp(engine(), file, ScriptKind.SQL, details);
    }

    private static PostgresEngine engine() {
        return new PostgresEngine(PostgresSettings.of(server.address(DATABASE)));
    }
}
