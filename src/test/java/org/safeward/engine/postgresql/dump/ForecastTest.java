package org.safeward.engine.postgresql.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.fault.Messages;

/** A backup says by name what pg_dump has written so that it cannot be restored, and says nothing of what can. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class ForecastTest {
    private static final String DATABASE = "forecast";

    @TempDir
    Path temporary;

    private final PostgresServer server;

    ForecastTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void database() {
        server.create(DATABASE);
    }

    @AfterEach
    void nothing() {
        server.drop(DATABASE);
    }

    /** @param warned code and object of each warning */
    record Case(String sql, String... warned) {}

    private static final String BARE = """
            CREATE FUNCTION inner_one(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(t) $$;
            CREATE FUNCTION bare(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT inner_one(t) -- it's
            $$;
            CREATE FUNCTION bare_bool(t text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN "inner_one"(t) <> ''; END $$;
            CREATE FUNCTION over(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN public.bare(t); END $$;
            CREATE TABLE t(a text); INSERT INTO t VALUES ('x');
            """;

    private static final String READING = """
            CREATE TABLE zz(v int); INSERT INTO zz VALUES (1);
            CREATE FUNCTION has(i int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT EXISTS (SELECT FROM public.zz WHERE v = i)';
            CREATE FUNCTION fixed(i int) RETURNS int LANGUAGE plpgsql IMMUTABLE SET search_path = public AS
                $$ BEGIN RETURN (SELECT max(v) FROM zz); END $$;
            CREATE FUNCTION body(i int) RETURNS bool LANGUAGE sql IMMUTABLE RETURN public.fixed(i) > 0;
            CREATE TABLE aa(a int); INSERT INTO aa VALUES (1);
            """;

    static Stream<Case> cases() {
        return Stream.of(
                // The planner takes the index's function apart, also for a query over a key of its table.
                new Case(
                        BARE
                                + "ALTER TABLE t ADD PRIMARY KEY (a); CREATE TABLE c(a text REFERENCES t); INSERT INTO c VALUES ('x');"
                                + "CREATE INDEX i ON t(bare(a)); CREATE INDEX j ON c(bare(a))",
                        "NEEDS_SEARCH_PATH index public.i",
                        "NEEDS_SEARCH_PATH index public.j"),
                new Case(
                        READING + "ALTER TABLE aa ADD CONSTRAINT c CHECK (has(a)), ADD CONSTRAINT b CHECK (body(a))",
                        "READS_TABLES constraint b on public.aa",
                        "READS_TABLES constraint c on public.aa"),
                new Case(
                        READING + "ALTER TABLE aa ADD g int GENERATED ALWAYS AS (fixed(a)) STORED;"
                                + "CREATE DOMAIN d AS int CONSTRAINT c CHECK (has(VALUE))",
                        "READS_TABLES column public.aa.g",
                        "READS_TABLES constraint c on domain public.d"),
                new Case(READING + "CREATE INDEX i ON aa(has(a)); CREATE VIEW v AS SELECT has(a) FROM aa"),
                new Case(
                        "CREATE EXTENSION unaccent; CREATE FUNCTION f_plain(t text) RETURNS text LANGUAGE sql IMMUTABLE AS"
                                + " $$ SELECT lower(unaccent('unaccent', t)) $$; CREATE TABLE partner(name text);"
                                + "CREATE INDEX partner_plain ON partner (f_plain(name))",
                        "NEEDS_SEARCH_PATH index public.partner_plain"),
                new Case(
                        BARE + "CREATE INDEX i ON t(over(a)); CREATE INDEX w ON t(a) WHERE bare(a) <> ''",
                        "NEEDS_SEARCH_PATH index public.i",
                        "NEEDS_SEARCH_PATH index public.w"),
                new Case(
                        BARE + "ALTER TABLE t ADD CONSTRAINT \"Odd\" CHECK (bare_bool(a));"
                                + "CREATE DOMAIN d AS text CONSTRAINT c CHECK (bare_bool(VALUE))",
                        "NEEDS_SEARCH_PATH constraint \"Odd\" on public.t",
                        "NEEDS_SEARCH_PATH constraint c on domain public.d"),
                new Case(
                        BARE + "ALTER TABLE t ADD g text GENERATED ALWAYS AS (bare(a)) STORED",
                        "NEEDS_SEARCH_PATH column public.t.g"),
                new Case(
                        BARE
                                + "CREATE VIEW v AS SELECT bare(a) AS b FROM t; CREATE MATERIALIZED VIEW m AS SELECT * FROM v",
                        "NEEDS_SEARCH_PATH materialized view public.m"),
                new Case(
                        BARE + "CREATE FUNCTION counts() RETURNS bigint LANGUAGE plpgsql STABLE AS"
                                + " $$ DECLARE n bigint; BEGIN SELECT count(*) INTO n FROM t; RETURN n; END $$;"
                                + "CREATE MATERIALIZED VIEW m AS SELECT counts()",
                        "NEEDS_SEARCH_PATH materialized view public.m"),
                new Case(
                        BARE
                                + "CREATE TYPE mood AS ENUM ('a'); CREATE FUNCTION typed(t text) RETURNS text LANGUAGE sql IMMUTABLE AS"
                                + " $$ SELECT (t::mood)::text $$; CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq);"
                                + "CREATE FUNCTION same(a text, b text) RETURNS bool LANGUAGE sql IMMUTABLE AS $$ SELECT bare(a) = b $$;"
                                + "CREATE OPERATOR ~=~ (LEFTARG = text, RIGHTARG = text, FUNCTION = same);"
                                + "CREATE INDEX i ON t((a OPERATOR(public.~=~) 'x')); CREATE INDEX e ON t(typed(a)) WHERE a = 'a'",
                        "NEEDS_SEARCH_PATH index public.e",
                        "NEEDS_SEARCH_PATH index public.i"),
                new Case(
                        "CREATE TABLE parent(id int PRIMARY KEY); CREATE TABLE child(id int, pid int REFERENCES parent);"
                                + "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1);"
                                + "SET session_replication_role = replica; INSERT INTO child VALUES (2, 42)",
                        "FOREIGN_KEY_BROKEN constraint child_pid_fkey on public.child"),
                new Case(
                        "CREATE TABLE p(a int, b text, PRIMARY KEY (a, b)) PARTITION BY HASH (a);"
                                + "CREATE TABLE p0 PARTITION OF p FOR VALUES WITH (MODULUS 1, REMAINDER 0);"
                                + "CREATE TABLE c(x int, y text, CONSTRAINT \"two; parts\" FOREIGN KEY (x, y) REFERENCES p);"
                                + "INSERT INTO c VALUES (1, NULL); SET session_replication_role = replica; INSERT INTO c VALUES (1, 'z')",
                        "FOREIGN_KEY_BROKEN constraint \"two; parts\" on public.c"),
                new Case(
                        "CREATE TABLE p(a int PRIMARY KEY); CREATE TABLE c(x bigint REFERENCES p); ALTER TABLE c DISABLE TRIGGER ALL",
                        "FOREIGN_KEY_OFF constraint c_x_fkey on public.c"),
                new Case("CREATE LANGUAGE mine HANDLER plpgsql_call_handler", "LANGUAGE_WITHOUT_HANDLER language mine"),
                new Case(
                        "CREATE EXTENSION hstore; ALTER EXTENSION hstore DROP FUNCTION akeys(hstore)",
                        "TAKEN_OUT_OF_EXTENSION function public.akeys(public.hstore)"),
                new Case(
                        "CREATE SEQUENCE rowno; CREATE TABLE src(v text); CREATE MATERIALIZED VIEW numbered AS SELECT nextval('rowno') AS id, v FROM src",
                        "COMPUTED_ANEW materialized view public.numbered"),
                new Case(
                        "CREATE MATERIALIZED VIEW dice AS SELECT random(); CREATE MATERIALIZED VIEW when_ AS SELECT clock_timestamp()",
                        "COMPUTED_ANEW materialized view public.dice",
                        "COMPUTED_ANEW materialized view public.when_"),
                // What comes back is not spoken of.
                new Case(
                        BARE
                                + "CREATE VIEW v AS SELECT bare(a) FROM t; CREATE INDEX i ON t(inner_one(a)); ALTER TABLE t ALTER a SET DEFAULT bare('x')"),
                new Case(
                        BARE
                                + "ALTER FUNCTION bare SET search_path = public; CREATE INDEX i ON t(bare(a)); CREATE INDEX j ON t(over(a))"),
                new Case(
                        "CREATE FUNCTION t(a int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ /* t(1) FROM t */ DECLARE t int; BEGIN"
                                + " WITH t AS (SELECT 1 AS x) SELECT x INTO t FROM t; RETURN t + length('from t'); END $$;"
                                + "CREATE TABLE t(a int); CREATE INDEX i ON t(t(a))"),
                new Case(
                        "CREATE FUNCTION atomic(t text) RETURNS text LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT lower(t); END;"
                                + "CREATE TABLE t(a text); CREATE INDEX i ON t(atomic(a)); CREATE EXTENSION hstore; CREATE TABLE h(h hstore);"
                                + "CREATE INDEX hi ON h USING gin (h); CREATE INDEX hk ON h((h->'a'))"),
                new Case(
                        "CREATE TABLE p(a int PRIMARY KEY); CREATE TABLE c(x int, y int REFERENCES p);"
                                + "INSERT INTO p VALUES (1); INSERT INTO c VALUES (9, 1); ALTER TABLE c ADD FOREIGN KEY (x) REFERENCES p NOT VALID"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void says(Case given) throws IOException {
        psql(given.sql());
        Set<String> warned = new TreeSet<>();
        var facts = new PostgresEngine(PostgresSettings.of(server.address(DATABASE)))
                .dump(OutputStream.nullOutputStream(), Work.UNWATCHED);
        facts.warnings().forEach(warning -> warned.add(warning.code() + " " + warning.object()));
        assertEquals(new TreeSet<>(List.of(given.warned())), warned, facts.warnings()::toString);
    }

    @Test
    void namesTheFunctionAndWhatItLooksFor() throws IOException {
        psql(BARE + "CREATE INDEX i ON t(over(a))");
        var warning = new PostgresEngine(PostgresSettings.of(server.address(DATABASE)))
                .dump(OutputStream.nullOutputStream(), Work.UNWATCHED)
                .warnings()
                .get(0);
        assertEquals(List.of("public.bare(t text)", "public.inner_one", "public"), warning.arguments());
        assertTrue(Messages.ENGLISH
                .hint(warning)
                .startsWith("ALTER FUNCTION public.bare(t text) SET search_path = public"));
    }

    /** With many tables that takes a hundred times as long as the queries themselves. */
    @Test
    void theServerCompilesNoneOfItsQueries() {
        server.sql(DATABASE, "ALTER DATABASE " + DATABASE + " SET jit TO on");
        try (var session = Session.open(server.address(DATABASE), "test", Work.UNWATCHED)) {
            session.begin();
            new Forecast(session).warnings(Duration.ZERO);
            assertEquals("off", session.string("SHOW jit"));
        }
    }

    private void psql(String sql) throws IOException {
        Path file = temporary.resolve("some.sql");
        Files.writeString(file, sql);
        server.psql(DATABASE, file);
    }
}
