package org.safeward.engine.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.fault.Warning;

/** Triggers on commands, and functions that write or count on while a script loads: it loads as psql loads it, or better. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class ActingObjectsTest {
    private static final String DATABASE = "acting";

    @TempDir
    Path temporary;

    private final PostgresServer server;
    private final List<Warning> warnings = new ArrayList<>();

    ActingObjectsTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void database() {
        server.create(DATABASE);
    }

    @AfterEach
    void nothing() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    /** @param differs what a materialized view computes anew, as its query wants it */
    record Acting(String name, String sql, String... differs) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Acting> acting() {
        String audit = """
                CREATE TABLE ddl(at timestamptz DEFAULT now(), tag text);
                CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.ddl(tag) VALUES (tg_tag); END $$;
                """;
        String views = """
                CREATE TABLE sale(id int PRIMARY KEY, v int); INSERT INTO sale VALUES (1, 5), (2, 6);
                CREATE MATERIALIZED VIEW total AS SELECT sum(v) FROM sale; CREATE UNIQUE INDEX ON total(sum); COMMENT ON TABLE sale IS 'sales';
                """;
        return Stream.of(
                new Acting(
                        "an audit of commands",
                        audit + "CREATE EVENT TRIGGER t ON ddl_command_end EXECUTE FUNCTION note();" + views),
                new Acting(
                        "an audit that is always on, of what begins",
                        audit
                                + "CREATE EVENT TRIGGER t ON ddl_command_start WHEN TAG IN ('REFRESH MATERIALIZED VIEW', 'GRANT')"
                                + " EXECUTE FUNCTION note(); ALTER EVENT TRIGGER t ENABLE ALWAYS; COMMENT ON EVENT TRIGGER t IS 'x';"
                                + views),
                new Acting(
                        "a trigger that forbids what the script does",
                        "CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no %', tg_tag; END $$;"
                                + views
                                + "CREATE EVENT TRIGGER t ON ddl_command_end EXECUTE FUNCTION no()"),
                new Acting(
                        "a materialized view that counts on",
                        "CREATE SEQUENCE rowno; CREATE TABLE src(v text); INSERT INTO src VALUES ('a'), ('b');"
                                + "CREATE MATERIALIZED VIEW numbered AS SELECT nextval('rowno') AS id, v FROM src;",
                        "rows public.numbered"),
                new Acting(
                        "a materialized view over a function that counts on",
                        "CREATE SEQUENCE \"a S\" INCREMENT -2; CREATE TABLE src(v text); INSERT INTO src VALUES ('a'), ('b');"
                                + "CREATE FUNCTION n() RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('public.\"a S\"') $$;"
                                + "CREATE MATERIALIZED VIEW numbered AS SELECT n() AS id, v FROM src;",
                        "rows public.numbered"),
                new Acting(
                        "a check that counts on",
                        "CREATE SEQUENCE seen; CREATE FUNCTION see() RETURNS bool LANGUAGE sql AS $$ SELECT nextval('public.seen') > 0 $$;"
                                + "CREATE TABLE t(a int CHECK (see())); INSERT INTO t VALUES (1), (2); SELECT setval('seen', 77)"));
    }

    @ParameterizedTest
    @MethodSource("acting")
    void loadsAsIfNothingActed(Acting acting) throws IOException {
        psql(acting.sql());
        var before = WholeDatabase.of(server, DATABASE).without(acting.differs());
        var script = BackupFiles.backUp(engine(RestoreMode.AUTO), temporary.resolve("b.sql.zip"));
        for (var mode : new RestoreMode[] {RestoreMode.SWAP, RestoreMode.IN_PLACE}) {
            wreck();
            restore(mode, script);
            WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE).without(acting.differs()));
        }
        assertEquals(List.of(), warnings);
    }

    @ParameterizedTest
    @EnumSource(
            value = RestoreMode.class,
            names = {"SWAP", "IN_PLACE"})
    void rowsThatTheScriptItselfMakesAreToldByTable(RestoreMode mode) throws IOException {
        psql("CREATE TABLE log(a int); CREATE TABLE src(a int); INSERT INTO src VALUES (1), (2);"
                + "CREATE FUNCTION logged(a int) RETURNS int LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.log VALUES (a); RETURN a; END';"
                + "CREATE MATERIALIZED VIEW m AS SELECT logged(a) FROM src");
        var script = BackupFiles.backUp(engine(RestoreMode.AUTO), temporary.resolve("b.sql.zip"));
        wreck();
        restore(mode, script);
        assertEquals("4", server.ask(DATABASE, "SELECT count(*) FROM public.log"));
        assertEquals(1, warnings.size());
        assertEquals("ROWS_MADE_BY_SCRIPT", warnings.get(0).code());
        assertEquals("table public.log", warnings.get(0).object());
        assertEquals(List.of("2", "4"), warnings.get(0).arguments().subList(0, 2));
        assertTrue(
                warnings.get(0).arguments().get(2).contains("public.m"),
                warnings.get(0).toString());
    }

    /** What draws from a sequence after it was set is as it is with psql, in a script by hand. */
    @ParameterizedTest
    @EnumSource(
            value = RestoreMode.class,
            names = {"SWAP", "IN_PLACE"})
    void aScriptByHandMayDrawFromItsSequences(RestoreMode mode) throws IOException {
        var script = BackupFiles.script(
                temporary.resolve("hand.sql"),
                "CREATE SEQUENCE s; CREATE TABLE t(a bigint DEFAULT nextval('s')); SELECT pg_catalog.setval('public.s', 5, true);"
                        + "INSERT INTO t DEFAULT VALUES;");
        restore(mode, script);
        assertEquals("6", server.ask(DATABASE, "SELECT last_value FROM public.s"));
        assertEquals(
                List.of("SEQUENCE_MOVED_BY_SCRIPT"),
                warnings.stream().map(Warning::code).toList());
    }

    private void restore(RestoreMode mode, BackupScript script) throws IOException {
        var work = new Work() {
            @Override
            public void checkpoint() {}

            @Override
            public Interruption onStop(Runnable interrupt) {
                return () -> {};
            }

            @Override
            public void progress(long rows, long bytes) {}

            @Override
            public void warn(Warning warning) {
                warnings.add(warning);
            }
        };
        try (var staging = engine(mode).stage(script, mode.name(), new Destination.Live(), work)) {
            staging.check(work);
            staging.swap(() -> {}, BackupFiles.LOCK_TIMEOUT, work);
        }
    }

    private void wreck() throws IOException {
        psql("""
                SELECT format('DROP EVENT TRIGGER %I', evtname) FROM pg_event_trigger \\gexec
                DROP SCHEMA public CASCADE; CREATE SCHEMA public;""");
    }

    private void psql(String sql) throws IOException {
        Path file = temporary.resolve("some.sql");
        Files.writeString(file, sql);
        server.psql(DATABASE, file);
    }

    private PostgresEngine engine(RestoreMode mode) {
        return new PostgresEngine(new PostgresSettings(
                server.address(DATABASE), mode, true, true, "postgres", Optional.of(PostgresServer.bin())));
    }
}
