package org.safeward.engine.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.archive.content.ScriptKind;
import org.safeward.engine.Destination;
import org.safeward.engine.postgresql.connection.OwnSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.CarriedSettings;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fixture.Thorough;

/** Settings of databases and roles: what is computed under them comes back as it was, and what is read does not depend on them. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class DatabaseSettingsTest {
    private static final String DATABASE = "Set tings";
    private static final String PLAIN = "plain_of_settings";

    @TempDir
    Path temporary;

    private final PostgresServer server;
    private final TimeZone zone = TimeZone.getDefault();

    DatabaseSettingsTest(PostgresServer server) {
        this.server = server;
    }

    /** No zone that any of these databases has. */
    @BeforeEach
    void farAway() throws IOException {
        TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
        Locales.makeJapanese();
        server.role(PLAIN, "LOGIN NOSUPERUSER CREATEDB");
        server.sql("postgres", "GRANT pg_signal_backend TO " + PLAIN);
        server.create(DATABASE);
        server.sql("postgres", "ALTER DATABASE " + TableName.quote(DATABASE) + " OWNER TO " + PLAIN);
        server.sql(DATABASE, "ALTER SCHEMA public OWNER TO " + PLAIN);
    }

    @AfterEach
    void nothing() {
        TimeZone.setDefault(zone);
        server.sql("postgres", "ALTER ROLE " + PLAIN + " RESET ALL");
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    /** Name, settings, statements that make the content, a statement that wrecks it. */
    private record Case(String name, List<String> settings, List<String> content) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String EVENTS = "CREATE TABLE ev (id int PRIMARY KEY, at timestamptz, body text, raw bytea)";
    private static final String TWO_EVENTS = "INSERT INTO ev VALUES"
            + " (1, '2026-03-01 23:30:00+00', 'die Häuser der Bäume', '\\x00ff41'), (2, '2026-03-02 12:00:00+00', 'laufen', '\\x41')";

    private static final List<Case> CASES = List.of(
            new Case(
                    "time zone in a materialized view",
                    List.of("timezone = 'Asia/Tokyo'"),
                    List.of(
                            EVENTS,
                            TWO_EVENTS,
                            "CREATE MATERIALIZED VIEW per_day AS SELECT at::date AS day, count(*) AS n FROM ev GROUP BY 1",
                            "CREATE UNIQUE INDEX per_day_day ON per_day (day)")),
            new Case(
                    "text search, date style and bytea in materialized views",
                    List.of(
                            "default_text_search_config = 'pg_catalog.german'",
                            "datestyle = 'SQL, DMY'",
                            "bytea_output = 'escape'"),
                    List.of(
                            EVENTS,
                            TWO_EVENTS,
                            "CREATE MATERIALIZED VIEW words AS SELECT id, to_tsvector(body) AS v FROM ev",
                            "CREATE MATERIALIZED VIEW texts AS SELECT id, at::text AS t, raw::text AS r, (at::date)::text AS d FROM ev")),
            new Case(
                    "time zone in a check",
                    List.of("timezone = 'Asia/Tokyo'"),
                    List.of(
                            "CREATE TABLE slot (id int PRIMARY KEY, at timestamptz, day date, CHECK (at::date = day))",
                            "INSERT INTO slot VALUES (1, '2026-03-01 23:30:00+00', '2026-03-02')")),
            new Case(
                    "time zone in a check that is added behind the rows",
                    List.of("timezone = 'Pacific/Auckland'"),
                    List.of(
                            "CREATE TABLE slot (id int PRIMARY KEY, at timestamptz, day date)",
                            "INSERT INTO slot VALUES (1, '2026-03-01 23:30:00+00', '2026-03-02')",
                            "ALTER TABLE slot ADD CHECK (at::date = day) NOT VALID")),
            new Case(
                    "date style in an index and a check behind the rows",
                    List.of("datestyle = 'German'"),
                    List.of(
                            "CREATE FUNCTION public.shown(d date) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT d::text'",
                            "CREATE TABLE dated (id int PRIMARY KEY, d date)",
                            "INSERT INTO dated VALUES (1, '2026-03-02'), (2, '2025-12-01')",
                            "CREATE INDEX dated_shown ON dated (public.shown(d))",
                            "CREATE MATERIALIZED VIEW shown AS SELECT id, public.shown(d), '5.3.2026'::text::date AS read FROM dated")),
            new Case(
                    "money",
                    List.of("lc_monetary = 'ja_JP.utf8'"),
                    List.of(
                            "CREATE TABLE invoice (id int PRIMARY KEY, total money DEFAULT 12::money, CHECK (total < '￥9,000'::money))",
                            "INSERT INTO invoice VALUES (1, 1234::money), (2, (-5)::money)",
                            "CREATE MATERIALIZED VIEW totals AS SELECT total::text FROM invoice")),
            new Case(
                    "custom parameters",
                    List.of("app.pepper = 'it''s a \\ \"secret\"'", "app.tenant = '42'"),
                    List.of(
                            "CREATE FUNCTION public.peppered(t text) RETURNS text LANGUAGE sql IMMUTABLE"
                                    + " AS $$ SELECT md5(t || current_setting('app.pepper')) $$",
                            "CREATE TABLE person (id int PRIMARY KEY, name text, tenant int DEFAULT current_setting('app.tenant')::int,"
                                    + " hash text GENERATED ALWAYS AS (public.peppered(name)) STORED)",
                            "INSERT INTO person VALUES (1, 'a'), (2, 'b')",
                            "CREATE INDEX person_peppered ON person (public.peppered(name))",
                            "CREATE MATERIALIZED VIEW hashes AS SELECT public.peppered(name) FROM person WHERE tenant = 42")),
            new Case(
                    "all that steers reading and writing",
                    List.of(
                            "standard_conforming_strings = off",
                            "escape_string_warning = off",
                            "array_nulls = off",
                            "transform_null_equals = on",
                            "xmloption = document",
                            "intervalstyle = sql_standard",
                            "extra_float_digits = -5",
                            "quote_all_identifiers = on",
                            "backslash_quote = off",
                            "xmlbinary = hex",
                            "bytea_output = escape"),
                    List.of(
                            "CREATE TABLE t (a text[], x xml, i interval, f float8, s text DEFAULT E'back\\\\slash')",
                            "INSERT INTO t VALUES ('{NULL,\"a b\"}', '<a/>', '1 day -2 hours', 1/3.0::float8, E'q\\\\''s')",
                            "SET array_nulls = on",
                            "SET xmloption = content",
                            "INSERT INTO t (a, x, i) VALUES ('{NULL,b}', 'no <b>document</b>', '-1 day +2 hours')",
                            "SET array_nulls = off",
                            "SET xmloption = document",
                            "CREATE VIEW \"We\\ird\" AS SELECT s FROM t WHERE s = E'a\\\\b' OR s = NULL",
                            "COMMENT ON TABLE t IS E'back\\\\slash '' quote'",
                            "CREATE MATERIALIZED VIEW fl AS SELECT f::text AS f, i::text AS i, xmlelement(name n, '\\x41'::bytea)::text AS x,"
                                    + " '{NULL,c}'::text::text[] AS a FROM t",
                            "CREATE FUNCTION bs() RETURNS text LANGUAGE sql AS $$ SELECT 'a\\\\b'::text $$")),
            new Case(
                    "what would end or stop sessions",
                    List.of(
                            "statement_timeout = 1000",
                            "lock_timeout = 1000",
                            "idle_session_timeout = 100",
                            "idle_in_transaction_session_timeout = 100",
                            "default_transaction_read_only = on",
                            "default_transaction_isolation = 'serializable'",
                            "default_transaction_deferrable = on",
                            "client_connection_check_interval = 100",
                            "tcp_user_timeout = 100",
                            "tcp_keepalives_idle = 1",
                            "exit_on_error = on"),
                    List.of(
                            "SET default_transaction_read_only = off",
                            "CREATE TABLE t (id int PRIMARY KEY)",
                            "INSERT INTO t VALUES (1)",
                            "CREATE FUNCTION public.slow() RETURNS int LANGUAGE sql AS 'SELECT 1 FROM pg_catalog.pg_sleep(1.5)'",
                            "CREATE MATERIALIZED VIEW slow AS SELECT public.slow() FROM t WITH NO DATA",
                            "SET statement_timeout = 0",
                            "REFRESH MATERIALIZED VIEW slow")));

    private record Way(RestoreMode mode, boolean ofDatabase) {}

    static Stream<Arguments> casesAndWays() {
        List<Way> ways = Stream.of(RestoreMode.SWAP, RestoreMode.IN_PLACE)
                .flatMap(mode -> Stream.of(true, false).map(ofDatabase -> new Way(mode, ofDatabase)))
                .toList();
        return Thorough.pairs(CASES, ways);
    }

    /** As settings of the database, and as those of the role alone. */
    @ParameterizedTest
    @MethodSource("casesAndWays")
    void comesBackAsItWas(Case one, Way way) throws IOException {
        build(one, way.ofDatabase());
        var before = WholeDatabase.of(server, DATABASE);
        // Settings of no program that the server knows are a superuser's to carry over.
        boolean superuser =
                way.ofDatabase() && way.mode() == RestoreMode.SWAP && one.name().startsWith("custom");
        var engine = superuser ? engine(way.mode(), PostgresServer.SUPERUSER) : engine(way.mode());
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        wreck();
        BackupFiles.restore(engine, script, "7");
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
    }

    static List<Case> cases() {
        return CASES;
    }

    /** The settings come back with it. */
    @ParameterizedTest
    @MethodSource("cases")
    void comesBackThoughTheDatabaseIsGone(Case one) throws IOException {
        build(one, true);
        server.sql(
                "postgres",
                "ALTER ROLE " + PLAIN + " IN DATABASE " + TableName.quote(DATABASE) + " SET work_mem = '5MB'");
        var before = WholeDatabase.of(server, DATABASE);
        var engine = engine(RestoreMode.AUTO, PostgresServer.SUPERUSER);
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        server.drop(DATABASE);
        BackupFiles.restore(engine, script, "7");
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
    }

    /** psql has to find nothing else to say of the file. */
    @ParameterizedTest
    @MethodSource("cases")
    void anUploadOfPgDumpsComesBackAsItWas(Case one) throws IOException {
        build(one, true);
        var before = WholeDatabase.of(server, DATABASE);
        for (var mode : Thorough.orOne(modes(), one)) {
            String dump = server.tool("pg_dump", "--inserts", "--rows-per-insert=2", DATABASE);
            wreck();
            boolean superuser = mode == RestoreMode.SWAP && one.name().startsWith("custom");
            var engine = superuser ? engine(mode, PostgresServer.SUPERUSER) : engine(mode);
            BackupFiles.restore(engine, BackupFiles.script(temporary.resolve("u.sql"), dump), mode.name());
            WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rowsComeBackFromJson(Case one) throws IOException {
        build(one, true);
        var before = WholeDatabase.of(server, DATABASE);
        var engine = new PostgresEngine(new PostgresSettings(
                server.address(DATABASE, PLAIN), RestoreMode.AUTO, false, true, "postgres", Optional.of(temporary)));
        var script = BackupFiles.backUp(engine, temporary.resolve("b.json.zip"), ScriptKind.JSON);
        wreckRows();
        BackupFiles.restore(engine, script, "7");
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
    }

    @Test
    void aCopyBesideGetsTheSettingsOfItsBackup() throws IOException {
        build(CASES.get(6), true);
        var engine = engine(RestoreMode.SWAP, PostgresServer.SUPERUSER);
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        BackupFiles.restore(engine, script, "7", new Destination.NewDatabase("beside"));
        assertEquals("42", server.ask("beside", "SELECT current_setting('app.tenant')"));
        assertEquals("2", server.ask("beside", "SELECT count(*) FROM public.hashes"));
    }

    /** Settings that were changed since: the content is the backup's, the settings stay. */
    @Test
    void contentIsComputedAsWhenItWasBackedUp() throws IOException {
        build(CASES.get(0), true);
        String days = server.ask(DATABASE, "SELECT string_agg(day::text, ',' ORDER BY day) FROM public.per_day");
        var engine = engine(RestoreMode.SWAP);
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        server.sql("postgres", "ALTER DATABASE " + TableName.quote(DATABASE) + " SET timezone = 'America/New_York'");
        wreck();
        BackupFiles.restore(engine, script, "7");
        assertEquals(days, server.ask(DATABASE, "SELECT string_agg(day::text, ',' ORDER BY day) FROM public.per_day"));
        assertTrue(server.portrait(DATABASE).contains("America/New_York"));
    }

    /** A role that is told to be another one, as whom it may not read everything. */
    @ParameterizedTest
    @MethodSource("modes")
    void aRoleThatIsSetForApplicationsIsNotOurs(RestoreMode mode) throws IOException {
        server.role("weak_role", "NOLOGIN");
        server.sql("postgres", "GRANT weak_role TO " + PLAIN, "ALTER ROLE " + PLAIN + " SET role = 'weak_role'");
        try (var session = Session.open(server.address(DATABASE, PLAIN), "test", StoppableWork.UNWATCHED)) {
            session.execute("CREATE TABLE public.t (id int)");
            session.execute("INSERT INTO public.t VALUES (1)");
        }
        var before = WholeDatabase.of(server, DATABASE);
        var script = BackupFiles.backUp(engine(mode), temporary.resolve("b.sql.zip"));
        wreck();
        BackupFiles.restore(engine(mode), script, "7");
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
    }

    /** The server's own zone, which the driver hides behind the Java machine's. */
    @ParameterizedTest
    @MethodSource("roles")
    void theServersTimeZoneHolds(String role) throws IOException {
        server.sql(
                "postgres",
                "ALTER SYSTEM SET timezone = 'Asia/Kolkata'",
                "ALTER SYSTEM SET log_timezone = 'Asia/Kolkata'",
                "SELECT pg_reload_conf()",
                "SELECT pg_sleep(0.3)");
        try {
            build(new Case("", List.of(), CASES.get(0).content()), true);
            var before = WholeDatabase.of(server, DATABASE);
            for (var mode : modes()) {
                var script = BackupFiles.backUp(engine(mode, role), temporary.resolve(mode + ".sql.zip"));
                wreck();
                BackupFiles.restore(engine(mode, role), script, mode.name());
                WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
            }
        } finally {
            server.sql(
                    "postgres",
                    "ALTER SYSTEM RESET timezone",
                    "ALTER SYSTEM RESET log_timezone",
                    "SELECT pg_reload_conf()",
                    "SELECT pg_sleep(0.3)");
        }
    }

    static List<String> roles() {
        return List.of(PLAIN, PostgresServer.SUPERUSER);
    }

    /** In a transaction of a script's own, and behind it, the session's settings are what they were. */
    @Test
    void whatIsEvaluatedLeavesTheSessionAsItWas() throws IOException {
        build(CASES.get(1), true);
        try (var session = Session.open(server.address(DATABASE, PLAIN), "test", StoppableWork.UNWATCHED)) {
            session.workUnder(OwnSettings.of(session), Map.of());
            String refresh = session.evaluation().of("REFRESH MATERIALIZED VIEW public.texts");
            assertTrue(refresh.contains("'SQL, DMY'"), refresh);
            session.begin();
            session.execute(refresh);
            assertEquals("ISO, DMY", session.string("SHOW datestyle"));
            session.commit();
            session.execute(refresh);
            assertEquals("ISO, DMY", session.string("SHOW datestyle"));
            assertEquals("SELECT $safeward$", session.evaluation().of("SELECT $safeward$"));
            String quoted = session.evaluation().of("INSERT INTO public.ev VALUES (3, now(), '$safewards$')");
            session.execute(quoted);
        }
    }

    static List<RestoreMode> modes() {
        return List.of(RestoreMode.SWAP, RestoreMode.IN_PLACE);
    }

    /** A page of zeroes in place of a damaged one is no row less, but silence. */
    @Test
    void refusesToBackUpWhereDamagedPagesAreZeroedAndItMayNotEndThat() {
        server.sql("postgres", "ALTER DATABASE " + TableName.quote(DATABASE) + " SET zero_damaged_pages = on");
        var fault = org.junit.jupiter.api.Assertions.assertThrows(
                org.safeward.fault.Fault.class,
                () -> BackupFiles.backUp(engine(RestoreMode.AUTO), temporary.resolve("b.sql.zip")));
        assertEquals(org.safeward.fault.ErrorCode.RIGHTS_LACKING, fault.code());
        assertTrue(fault.getMessage().contains("zero_damaged_pages"), fault.getMessage());
    }

    @Test
    void theManifestHoldsNoLimitsOfSessions() throws IOException {
        build(CASES.get(8), true);
        var details = BackupFiles.backUp(engine(RestoreMode.AUTO), temporary.resolve("b.sql.zip"))
                .manifest()
                .map(manifest -> manifest.details())
                .orElse(Map.of());
        assertFalse(details.get(OwnSettings.DETAIL).contains("timeout"), details.toString());
        assertTrue(details.get(CarriedSettings.DETAIL).contains("idle_session_timeout=100"), details.toString());
    }

    private void build(Case one, boolean ofDatabase) {
        String whose = ofDatabase ? "ALTER DATABASE " + TableName.quote(DATABASE) : "ALTER ROLE " + PLAIN;
        var before = new ArrayList<String>();
        one.settings().forEach(setting -> before.add(whose + " SET " + setting));
        server.sql("postgres", before.toArray(String[]::new));
        var sql = new StringBuilder("RESET ALL;\n");
        one.content().forEach(statement -> sql.append(statement).append(";\n"));
        server.psqlAs(PLAIN, DATABASE, sql.toString());
    }

    private void wreck() {
        server.sql(
                DATABASE,
                "SET default_transaction_read_only = off",
                "DROP SCHEMA public CASCADE",
                "CREATE SCHEMA public AUTHORIZATION " + PLAIN);
    }

    private void wreckRows() {
        server.sql(DATABASE, "SET default_transaction_read_only = off", """
                DO $$ DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                LOOP EXECUTE 'DELETE FROM ' || t; END LOOP; END $$""");
    }

    private PostgresEngine engine(RestoreMode mode) {
        return engine(mode, PLAIN);
    }

    private PostgresEngine engine(RestoreMode mode, String role) {
        return new PostgresEngine(new PostgresSettings(
                server.address(DATABASE, role),
                mode,
                role.equals(PostgresServer.SUPERUSER),
                true,
                "postgres",
                Optional.of(PostgresServer.bin())));
    }
}
