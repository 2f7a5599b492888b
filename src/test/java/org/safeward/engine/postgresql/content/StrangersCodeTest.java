package org.safeward.engine.postgresql.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.Fault;

/** The owner of a database who wants to have his functions run with Safeward's rights, while it looks at what is his. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class StrangersCodeTest {
    private static final String DATABASE = "strangers";
    private static final String OWNER = "stranger_owner";

    private final PostgresServer server;

    StrangersCodeTest(PostgresServer server) {
        this.server = server;
        server.role(OWNER, "LOGIN NOSUPERUSER");
    }

    @BeforeEach
    void aDatabase() {
        server.drop(DATABASE);
        server.sql("postgres", "CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
        asOwner(
                "CREATE TABLE ran (who name, what text)",
                "GRANT ALL ON ran TO PUBLIC",
                "CREATE SEQUENCE times",
                "GRANT ALL ON SEQUENCE times TO PUBLIC",
                "CREATE FUNCTION tell(text) RETURNS int LANGUAGE plpgsql AS"
                        + " $$ BEGIN INSERT INTO public.ran VALUES (current_user, $1);"
                        + " PERFORM nextval('public.times'); RETURN 1; END $$",
                "CREATE FUNCTION trap(text) RETURNS int IMMUTABLE LANGUAGE plpgsql AS"
                        + " $$ BEGIN RETURN public.tell($1); END $$",
                "CREATE TABLE a (x int, y text)",
                "INSERT INTO a SELECT n, n FROM generate_series(1, 3) n",
                "CREATE SEQUENCE s");
    }

    @AfterEach
    void nothing() {
        server.drop(DATABASE);
    }

    /** The planner evaluates what is constant in the expressions of a table, for whoever asks for the table. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX ON a (public.trap('index'))",
                "CREATE INDEX ON a (x) WHERE public.trap('predicate') = 1",
                "CREATE STATISTICS st ON x, (public.trap('statistics')) FROM a",
                "ALTER TABLE a ADD CHECK (public.trap('check') = 1)",
                "ALTER TABLE a ADD COLUMN z int GENERATED ALWAYS AS (public.trap('generated')) STORED",
                "ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON a USING (public.trap('policy') = 1)",
                "CREATE TABLE child (CHECK (public.trap('child') = 1)) INHERITS (a)",
                "CREATE TABLE public.text (x int); ALTER DATABASE strangers SET search_path = public, pg_catalog"
            })
    void nothingRunsWhenATableIsCounted(String trap) {
        for (String statement : trap.split("; ")) {
            asOwner(statement);
        }
        forgetWhatRan();
        var counted = inspect();
        assertEquals(3L, counted.get("public.a"));
        assertNothingRan();
    }

    @Test
    void nothingRunsWhileABackupIsMade() throws Exception {
        asOwner(
                "ALTER TABLE a ADD PRIMARY KEY (x)",
                "CREATE TABLE points (x int REFERENCES a)",
                "INSERT INTO points VALUES (1)",
                "CREATE INDEX ON a (public.trap('index'))",
                "CREATE INDEX ON points (x) WHERE public.trap('predicate') = 1",
                "ALTER TABLE a ADD CHECK (public.trap('check') = 1)",
                "CREATE VIEW v AS SELECT public.tell('view') AS x",
                "CREATE MATERIALIZED VIEW m AS SELECT public.trap('matview') AS x",
                "CREATE DOMAIN d AS int DEFAULT public.tell('default') CHECK (public.trap('domain') = 1)",
                "CREATE TABLE typed (d d, z int DEFAULT public.tell('column'))");
        forgetWhatRan();
        new PostgresEngine(PostgresSettings.of(server.address(DATABASE)))
                .dump(java.io.OutputStream.nullOutputStream(), Work.UNWATCHED);
        assertNothingRan();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW a AS SELECT public.tell('view') AS x",
                "CREATE TABLE a (x int); CREATE RULE \"_RETURN\" AS ON SELECT TO a DO INSTEAD SELECT public.tell('rule') AS x",
                "CREATE MATERIALIZED VIEW a AS SELECT public.trap('matview') AS x WITH NO DATA",
                "CREATE TABLE other (x int); CREATE INDEX ON other (public.trap('index')); ALTER TABLE other RENAME TO a"
            })
    void nothingRunsWhenATableHasBecomeSomethingElse(String other) {
        var table = new RowCount.Countable(new TableName("public", "a"), "x");
        asOwner("DROP TABLE a");
        for (String statement : other.split("; ")) {
            try {
                asOwner(statement);
            } catch (Fault e) {
                // Newer servers make no view of a table; then it stays an empty one.
                assertEquals(true, e.getMessage().contains("view"), e.getMessage());
            }
        }
        forgetWhatRan();
        try (var session = server.session(DATABASE)) {
            session.execute("SET row_security = off");
            try {
                assertEquals(0, new RowCount(session).of(table));
            } catch (Fault refused) {
                assertEquals(true, refused.getMessage().contains("cannot copy from"), refused.getMessage());
            }
        }
        assertNothingRan();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW s AS SELECT public.tell('view')::bigint AS last_value, true AS is_called",
                "CREATE TABLE s (last_value bigint, is_called bool); CREATE INDEX ON s (public.trap('index'))"
            })
    void nothingRunsWhenASequenceHasBecomeSomethingElse(String other) {
        asOwner(
                "CREATE SEQUENCE called",
                "SELECT nextval('called')",
                "CREATE TABLE oid_of AS SELECT 's'::regclass::oid");
        try (var session = server.session(DATABASE)) {
            String listed = "SELECT (SELECT oid FROM public.oid_of) AS oid, 'public' AS nspname, 's' AS relname";
            asOwner("DROP SEQUENCE s");
            for (String statement : other.split("; ")) {
                asOwner(statement);
            }
            forgetWhatRan();
            assertThrows(Fault.class, () -> new SequenceValues(session).of(listed));
        }
        assertNothingRan();
    }

    /** Between two looks at its name, or behind the second. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "CREATE TABLE s (last_value bigint, is_called bool); CREATE INDEX ON s (public.trap('index'))"
                        + " ~ CASE nextval('public.looks') WHEN 1 THEN 's' ELSE 'renamed' END",
                "CREATE VIEW s AS SELECT public.tell('view')::bigint AS last_value, true AS is_called ~ 's'"
            })
    void norWhenItBecomesThatWhileItIsRead(String other, String name) {
        asOwner("ALTER SEQUENCE s RENAME TO renamed", "CREATE SEQUENCE looks");
        for (String statement : other.split("; ")) {
            asOwner(statement);
        }
        forgetWhatRan();
        try (var session = server.session(DATABASE)) {
            String listed =
                    "SELECT 'public.renamed'::regclass::oid AS oid, 'public' AS nspname, " + name + " AS relname";
            assertThrows(Fault.class, () -> new SequenceValues(session).of(listed));
        }
        assertNothingRan();
    }

    @Test
    void sequencesAreReadWhereverTheyStand() {
        asOwner(
                "CREATE SEQUENCE called START 5",
                "SELECT nextval('called')",
                "CREATE SEQUENCE set_uncalled",
                "SELECT setval('set_uncalled', 17, false)",
                "CREATE SEQUENCE \"Down\"\"s\" INCREMENT -1",
                "SELECT setval('\"Down\"\"s\"', -7)");
        try (var session = server.session(DATABASE)) {
            var values = new Inventory(session)
                    .sequenceValues().stream()
                            .collect(Collectors.toMap(value -> value.sequence().name(), value -> value));
            assertEquals(
                    List.of(5L, true),
                    List.of(values.get("called").last(), values.get("called").called()));
            assertEquals(17L, values.get("set_uncalled").last());
            assertEquals(false, values.get("set_uncalled").called());
            assertEquals(-7L, values.get("Down\"s").last());
            assertEquals(1L, values.get("s").last());
            assertEquals(true, connectionIsFree(session), "no transaction is left open");
        }
    }

    @Test
    void everyKindOfTableIsCounted() {
        asOwner(
                "CREATE TABLE empty (x text)",
                "CREATE TABLE no_columns ()",
                "INSERT INTO no_columns DEFAULT VALUES",
                "INSERT INTO no_columns DEFAULT VALUES",
                "CREATE TABLE \"Odd\"\"s\" (\"a,b)\" text)",
                "INSERT INTO \"Odd\"\"s\" VALUES (NULL), (E'\\n'), (repeat('x', 1000000))",
                "CREATE TABLE parent (k int) PARTITION BY LIST (k)",
                "CREATE TABLE part PARTITION OF parent DEFAULT",
                "INSERT INTO parent VALUES (1), (2)",
                "CREATE TABLE child () INHERITS (a)",
                "INSERT INTO child VALUES (9, '')",
                "CREATE TABLE only_generated (g int GENERATED ALWAYS AS (1) STORED)",
                "INSERT INTO only_generated DEFAULT VALUES",
                "CREATE UNLOGGED TABLE unlogged AS SELECT 1 AS x");
        var expected = Map.of(
                "public.a", 3L,
                "public.child", 1L,
                "public.empty", 0L,
                "public.no_columns", 2L,
                "public.\"Odd\"\"s\"", 3L,
                "public.only_generated", 1L,
                "public.part", 2L,
                "public.ran", 0L,
                "public.unlogged", 1L);
        assertEquals(expected, inspect());
    }

    private Map<String, Long> inspect() {
        return new PostgresEngine(PostgresSettings.of(server.address(DATABASE)))
                .inspect(Work.UNWATCHED).tables().stream()
                        .collect(Collectors.toMap(Manifest.Table::name, Manifest.Table::rows));
    }

    private static boolean connectionIsFree(Session session) {
        try {
            return session.connection().getAutoCommit();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void asOwner(String... statements) {
        var all = new ArrayList<>(List.of("SET ROLE " + OWNER, "SET search_path = public"));
        all.addAll(List.of(statements));
        server.sql(DATABASE, all.toArray(String[]::new));
    }

    private void forgetWhatRan() {
        asOwner("TRUNCATE ran", "SELECT setval('times', 1, false)");
    }

    /** A sequence still knows what was rolled back. */
    private void assertNothingRan() {
        assertEquals(
                null,
                server.ask(DATABASE, "SELECT string_agg(who || ': ' || what, ', ') FROM public.ran"),
                "ran as us");
        assertEquals("f", server.ask(DATABASE, "SELECT is_called FROM public.times"), "ran as us and was rolled back");
    }
}
