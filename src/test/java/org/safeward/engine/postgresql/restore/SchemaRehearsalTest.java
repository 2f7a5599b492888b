package org.safeward.engine.postgresql.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Rehearsal;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.postgresql.BackupFiles;
import org.safeward.engine.postgresql.EverythingDatabase;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.StoppableWork;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.fault.Warning;
import org.safeward.fixture.Waiting;

/** A schema that is made once without its rows: what fails is named, and nothing is left whatever becomes of it. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class SchemaRehearsalTest {
    private static final String DATABASE = "rehearsed";
    private static final String OWNER = "rehearsed_owner";
    private static final String POOR = "rehearsed_poor";
    private static final String JOB = "8_0123456789abcdef";

    /** What a function looks for in the search_path of who wrote it; an operator is not seen in its text. */
    private static final String BARE = """
            CREATE FUNCTION same(text, text) RETURNS bool LANGUAGE sql IMMUTABLE AS $$ SELECT $1 OPERATOR(pg_catalog.=) $2 $$;
            CREATE OPERATOR === (FUNCTION = same, LEFTARG = text, RIGHTARG = text);
            CREATE FUNCTION is_x(text) RETURNS bool LANGUAGE sql IMMUTABLE AS $$ SELECT $1 === 'x' $$;
            CREATE TABLE t(id serial PRIMARY KEY, a text); INSERT INTO t(a) VALUES ('x'), ('y');
            """;

    @TempDir
    Path temporary;

    private final PostgresServer server;

    SchemaRehearsalTest(PostgresServer server) {
        this.server = server;
        server.role(OWNER, "LOGIN CREATEDB NOSUPERUSER");
        server.role(POOR, "LOGIN NOCREATEDB NOSUPERUSER");
    }

    @BeforeEach
    void aDatabase() {
        server.drop(DATABASE);
        server.sql("postgres", "CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(
                List.of(),
                server.databases().stream()
                        .filter(name -> name.contains("_restore_"))
                        .toList());
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    @Test
    void anIndexWhoseFunctionFindsNothingIsNamedAndAllElseIsNot() throws IOException {
        make(BARE + "CREATE INDEX bare ON t(is_x(a)); COMMENT ON INDEX bare IS 'mine'; CREATE INDEX good ON t(a);"
                + "CREATE VIEW v AS SELECT is_x(a) FROM t");
        var before = server.portrait(DATABASE);
        Rehearsal rehearsal = rehearse(OWNER);
        assertEquals(List.of("FAILS_IN_REHEARSAL index public.bare"), shown(rehearsal));
        assertTrue(
                rehearsal.failing().get(0).arguments().get(0).contains("operator does not exist"),
                () -> rehearsal.failing().toString());
        assertTrue(rehearsal.whole());
        assertEquals(before, server.portrait(DATABASE));
    }

    @Test
    void whatComesBackHasNothingSaidOfIt() throws IOException {
        server.drop(DATABASE);
        EverythingDatabase.create(server, DATABASE);
        server.sql(
                DATABASE,
                "SELECT lo_create(4711)",
                "COMMENT ON LARGE OBJECT 4711 IS 'x'",
                "GRANT SELECT ON LARGE OBJECT 4711 TO PUBLIC",
                "CREATE TABLE public.filled AS SELECT 1 AS x",
                "CREATE MATERIALIZED VIEW public.of_rows AS SELECT 1 / count(*) AS n FROM public.filled",
                "CREATE PUBLICATION everywhere FOR ALL TABLES");
        assertEquals(new Rehearsal(List.of(), true), rehearse(PostgresServer.SUPERUSER));
    }

    @Test
    void aTableThatCannotBeMadeEndsItAndIsNamed() throws IOException {
        make(BARE + "CREATE TABLE u(a text) PARTITION BY LIST (is_x(a)); CREATE INDEX bare ON t(is_x(a))");
        Rehearsal rehearsal = rehearse(OWNER);
        assertEquals(
                List.of("FAILS_IN_REHEARSAL CREATE TABLE public.u ( a text ) PARTITION BY LIST (public.is_x(a))"),
                shown(rehearsal));
        assertFalse(rehearsal.whole());
    }

    @Test
    void aRoleThatMayNotCreateDatabasesRehearsesNothing() throws IOException {
        server.drop(DATABASE);
        server.sql("postgres", "CREATE DATABASE " + DATABASE + " OWNER " + POOR);
        assertEquals(ErrorCode.DRILL_IMPOSSIBLE, refused(POOR).code());
    }

    @Test
    void thereIsOneAtATimeOnAServer() throws Exception {
        make(BARE);
        try (var other = server.session("postgres")) {
            other.strings("SELECT pg_advisory_lock(" + SchemaRehearsal.TURN + ")::text");
            var fault = refused(OWNER);
            assertEquals(ErrorCode.DRILL_IMPOSSIBLE, fault.code());
            assertTrue(fault.getMessage().contains("another schema"), fault.getMessage());
            assertTrue(Messages.CHINESE.message(fault).endsWith("此服务器上正在试建另一个结构"));
        }
        assertEquals(new Rehearsal(List.of(), true), rehearse(OWNER));
    }

    /** The server computes what does not depend on rows while it makes the index. */
    @Test
    void oneThatTakesLongEndsWithWhatItHasFound() throws IOException {
        make(BARE + "CREATE INDEX a_bare ON t(is_x(a));" + slowIndex());
        var script = backUp(OWNER);
        var rehearsal = new SchemaRehearsal(settings(OWNER), script, JOB, Work.UNWATCHED, Duration.ofSeconds(3)).run();
        assertEquals(List.of("FAILS_IN_REHEARSAL index public.a_bare"), shown(rehearsal));
        assertFalse(rehearsal.whole());
    }

    @Test
    void aStopEndsItAtOnceAndLeavesNothing() throws Exception {
        make(BARE + slowIndex());
        var script = backUp(OWNER);
        var work = new StoppableWork();
        var stopping = new Thread(() -> {
            Waiting.until(
                    Duration.ofSeconds(30),
                    () -> server.databases().stream().anyMatch(name -> name.contains("_restore_")));
            work.stop();
        });
        stopping.start();
        assertThrows(WorkStopped.class, () -> engine(OWNER).rehearse(script, JOB, work));
        stopping.join();
    }

    private static String slowIndex() {
        return "CREATE FUNCTION one() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';"
                + "CREATE INDEX slow ON t(id) WHERE id > one();"
                + "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE plpgsql IMMUTABLE AS"
                + " 'BEGIN PERFORM pg_sleep(60); RETURN 1; END'";
    }

    private void make(String sql) {
        server.sql(DATABASE, "SET ROLE " + OWNER, "SET search_path = public", sql);
    }

    private static List<String> shown(Rehearsal rehearsal) {
        return rehearsal.failing().stream()
                .map((Warning warning) -> warning.code() + " " + warning.object())
                .toList();
    }

    private Fault refused(String role) throws IOException {
        var script = backUp(role);
        return assertThrows(Fault.class, () -> engine(role).rehearse(script, JOB, Work.UNWATCHED));
    }

    private Rehearsal rehearse(String role) throws IOException {
        return engine(role).rehearse(backUp(role), JOB, Work.UNWATCHED).orElseThrow();
    }

    private BackupScript backUp(String role) throws IOException {
        return BackupFiles.backUp(engine(role), temporary.resolve("b" + System.nanoTime() + ".sql.zip"));
    }

    private PostgresEngine engine(String role) {
        return new PostgresEngine(settings(role));
    }

    private PostgresSettings settings(String role) {
        return PostgresSettings.of(server.address(DATABASE, role));
    }
}
