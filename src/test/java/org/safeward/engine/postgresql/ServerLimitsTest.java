package org.safeward.engine.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What a server or an administrator allows too little of is named as what it is, and is no reason to go another way in silence. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class ServerLimitsTest {
    private static final String DATABASE = "limits";
    private static final String ONE = "one_connection";

    @TempDir
    Path temporary;

    private final PostgresServer server;

    ServerLimitsTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void database() {
        server.role(ONE, "LOGIN NOSUPERUSER CREATEDB CONNECTION LIMIT 1");
        server.create(DATABASE);
        server.sql("postgres", "GRANT pg_signal_backend TO " + ONE, "ALTER DATABASE " + DATABASE + " OWNER TO " + ONE);
        server.sql(
                DATABASE,
                "ALTER SCHEMA public OWNER TO " + ONE,
                "SET ROLE " + ONE,
                "CREATE TABLE public.t (id int PRIMARY KEY)",
                "INSERT INTO public.t SELECT generate_series(1, 100)");
    }

    @AfterEach
    void nothing() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    @Test
    void aRoleWithOneConnectionBacksUpAndRestores() throws IOException {
        var before = WholeDatabase.of(server, DATABASE);
        var engine = engine(ONE, RestoreMode.AUTO);
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        server.sql(DATABASE, "DELETE FROM public.t");
        BackupFiles.restore(engine, script, "7");
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
        assertEquals(List.of(DATABASE, "postgres"), server.databases());
    }

    /** What watches the growth of a script from outside would need a second one. */
    @Test
    void aRoleWithOneConnectionRestoresAnUpload() throws IOException {
        var engine = engine(ONE, RestoreMode.AUTO);
        var script = BackupFiles.script(
                temporary.resolve("u.sql"), "CREATE TABLE public.t (id int);\nINSERT INTO public.t VALUES (7);\n");
        BackupFiles.restore(engine, script, "7");
        assertEquals("7", server.ask(DATABASE, "SELECT sum(id) FROM public.t"));
    }

    /** The next time it would go by swap: a full server does not choose the way. */
    @Test
    void aMaintenanceDatabaseThatTakesNoConnectionIsAFault() throws IOException {
        server.role(ONE, "LOGIN NOSUPERUSER CREATEDB CONNECTION LIMIT 5");
        var before = WholeDatabase.of(server, DATABASE);
        var engine = engine(ONE, RestoreMode.AUTO);
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        server.sql("postgres", "ALTER DATABASE postgres CONNECTION LIMIT 0");
        try {
            assertEquals(
                    ErrorCode.SERVER_LIMIT,
                    BackupFiles.failure(engine, script, "7").code());
        } finally {
            server.sql("postgres", "ALTER DATABASE postgres CONNECTION LIMIT -1");
        }
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
        var elsewhere = new PostgresEngine(new PostgresSettings(
                server.address(DATABASE, ONE),
                RestoreMode.AUTO,
                false,
                true,
                "no_such_database",
                Optional.of(PostgresServer.bin())));
        assertEquals(
                ErrorCode.DATABASE_MISSING,
                BackupFiles.failure(elsewhere, script, "8").code());
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
    }

    /** Nor does one that is full when the new database has been made and is to be entered. */
    @Test
    void aNewDatabaseThatTakesNoConnectionIsAFaultToo() throws IOException {
        server.role(ONE, "LOGIN NOSUPERUSER CREATEDB CONNECTION LIMIT 2");
        var before = WholeDatabase.of(server, DATABASE);
        var engine = engine(ONE, RestoreMode.AUTO);
        var script =
                BackupFiles.backUp(engine(PostgresServer.SUPERUSER, RestoreMode.AUTO), temporary.resolve("b.sql.zip"));
        try (var theirs = Session.open(server.address("postgres", ONE), "theirs", Work.UNWATCHED)) {
            assertEquals(
                    ErrorCode.SERVER_LIMIT,
                    BackupFiles.failure(engine, script, "7").code());
            assertEquals("1", theirs.string("SELECT 1"));
        }
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
        assertEquals(List.of(DATABASE, "postgres"), server.databases());
    }

    /** Only the lack of a right leads to another way. */
    @Test
    void aMaintenanceDatabaseThatTheRoleMayNotEnterMeansInPlace() throws IOException {
        server.role(ONE, "LOGIN NOSUPERUSER CREATEDB CONNECTION LIMIT 5");
        var before = WholeDatabase.of(server, DATABASE);
        var engine = engine(ONE, RestoreMode.AUTO);
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        server.sql(DATABASE, "DELETE FROM public.t");
        server.sql("postgres", "REVOKE CONNECT ON DATABASE postgres FROM PUBLIC");
        try {
            var way = engine.restoreWay(Work.UNWATCHED).orElseThrow();
            assertTrue(
                    way.inPlace() && way.why().orElseThrow().toString().contains("cannot enter postgres"),
                    way.toString());
            BackupFiles.restore(engine, script, "7");
        } finally {
            server.sql("postgres", "GRANT CONNECT ON DATABASE postgres TO PUBLIC");
        }
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
        assertEquals(List.of(DATABASE, "postgres"), server.databases());
    }

    @Test
    void aPreparedTransactionIsNamed() throws IOException {
        var engine = engine(PostgresServer.SUPERUSER, RestoreMode.AUTO);
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        server.psqlAs(
                PostgresServer.SUPERUSER,
                DATABASE,
                "BEGIN; INSERT INTO public.t VALUES (200); PREPARE TRANSACTION 'pending one';");
        try (var staging = engine.stage(script, "7", new Destination.Live(), Work.UNWATCHED)) {
            staging.check(Work.UNWATCHED);
            var fault = org.junit.jupiter.api.Assertions.assertThrows(
                    Fault.class, () -> staging.swap(() -> {}, Duration.ofSeconds(1), Work.UNWATCHED));
            assertEquals(ErrorCode.DATABASE_LOCKED, fault.code());
            assertTrue(fault.getMessage().contains("prepared transaction pending one"), fault.getMessage());
        } finally {
            server.psqlAs(PostgresServer.SUPERUSER, DATABASE, "ROLLBACK PREPARED 'pending one';");
        }
        assertEquals("100", server.ask(DATABASE, "SELECT count(*) FROM public.t"));
    }

    private PostgresEngine engine(String role, RestoreMode mode) {
        return new PostgresEngine(new PostgresSettings(
                server.address(DATABASE, role), mode, false, true, "postgres", Optional.of(PostgresServer.bin())));
    }
}
