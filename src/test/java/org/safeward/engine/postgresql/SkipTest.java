package org.safeward.engine.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.PostgresSettings.RestoreMode;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;

/** Objects that cannot be made again: a restore ends and names them, nothing has changed; named, they and only they are missing. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class SkipTest {
    private static final String DATABASE = "skipping";

    @TempDir
    Path temporary;

    private final PostgresServer server;
    private final List<Warning> warnings = new ArrayList<>();

    SkipTest(PostgresServer server) {
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

    /**
     * @param sql makes it
     * @param without takes out of the database what will be left out, to have what is expected
     * @param objects that fail
     */
    record Failing(String name, String sql, String without, String... objects) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String BARE = """
            CREATE FUNCTION inner_one(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(t) $$;
            CREATE FUNCTION bare(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN inner_one(t); END $$;
            CREATE TABLE t(id serial PRIMARY KEY, a text); INSERT INTO t(a) VALUES ('x'), ('y');
            """;

    static Stream<Failing> failing() {
        return Stream.of(
                new Failing(
                        "indexes, with what is said of them",
                        BARE
                                + "CREATE INDEX i ON t(bare(a)); COMMENT ON INDEX i IS 'mine'; CREATE UNIQUE INDEX \"Odd;\" ON t(bare(a), id);"
                                + " ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 5; ALTER TABLE t CLUSTER ON \"Odd;\"; CREATE INDEX good ON t(a)",
                        "DROP INDEX i; DROP INDEX \"Odd;\"",
                        "index public.i",
                        "index public.\"Odd;\""),
                new Failing(
                        "a foreign key that its rows break",
                        "CREATE TABLE parent(id int PRIMARY KEY); CREATE TABLE child(id int, pid int REFERENCES parent);"
                                + "INSERT INTO child VALUES (2, NULL); COMMENT ON CONSTRAINT child_pid_fkey ON child IS 'x';"
                                + "SET session_replication_role = replica; UPDATE child SET pid = 42",
                        "ALTER TABLE child DROP CONSTRAINT child_pid_fkey",
                        "constraint child_pid_fkey on public.child"),
                new Failing(
                        "a materialized view stays empty, its indexes and views over it stay",
                        BARE
                                + "CREATE MATERIALIZED VIEW m AS SELECT bare(a) AS b FROM t; CREATE INDEX mi ON m(b); CREATE VIEW over_m AS SELECT * FROM m;"
                                + "GRANT SELECT ON m TO PUBLIC",
                        "REFRESH MATERIALIZED VIEW m WITH NO DATA",
                        "materialized view public.m"),
                new Failing(
                        "a language that nobody can make, its function, and the trigger over it",
                        BARE
                                + "CREATE FUNCTION lost() RETURNS trigger LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';"
                                + "REVOKE ALL ON FUNCTION lost() FROM PUBLIC; COMMENT ON FUNCTION lost() IS 'x';"
                                + "CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION lost(); ALTER TABLE t DISABLE TRIGGER tr;"
                                + "UPDATE pg_proc SET probin = '$libdir/gone' WHERE proname = 'lost'",
                        "DROP FUNCTION lost() CASCADE",
                        "function public.lost()",
                        "trigger tr on public.t"),
                new Failing(
                        "a function in SQL that refers to what is not there, and the view over it",
                        BARE
                                + "CREATE FUNCTION f(a int DEFAULT 5, VARIADIC b text[] DEFAULT '{}') RETURNS int LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';"
                                + "UPDATE pg_proc SET probin = '$libdir/gone' WHERE proname = 'f'; CREATE VIEW v AS SELECT f(1) FROM t;"
                                + "CREATE VIEW vv AS SELECT * FROM v; CREATE RULE r AS ON INSERT TO vv DO INSTEAD NOTHING; GRANT SELECT ON vv TO PUBLIC;"
                                + "COMMENT ON COLUMN v.f IS 'c'; ALTER VIEW v SET (security_barrier)",
                        "DROP FUNCTION f CASCADE",
                        "function public.f(a integer, variadic b text[])",
                        "view public.v",
                        "view public.vv",
                        "rule r on public.vv"));
    }

    static Stream<Arguments> failingBothWays() {
        return failing()
                .flatMap(
                        one -> Stream.of(RestoreMode.SWAP, RestoreMode.IN_PLACE).map(mode -> Arguments.of(one, mode)));
    }

    @ParameterizedTest
    @MethodSource("failingBothWays")
    void whatFailsIsNamedAndMayBeLeftOut(Failing failing, RestoreMode mode) throws IOException {
        psql("SET check_function_bodies = off;" + failing.sql());
        var script = BackupFiles.backUp(engine(mode), temporary.resolve("b.sql.zip"));
        psql(failing.without());
        var expected = WholeDatabase.of(server, DATABASE);
        psql("DROP TABLE IF EXISTS t, child CASCADE; CREATE TABLE stray(a int)");
        var wrecked = WholeDatabase.of(server, DATABASE);

        var fault = assertThrows(Fault.class, () -> restore(mode, script, Set.of()));
        assertEquals(ErrorCode.OBJECTS_FAIL, fault.code(), fault::getMessage);
        assertEquals(Set.of(failing.objects()), objects("OBJECT_FAILS"), warnings::toString);
        WholeDatabase.assertSame(wrecked, WholeDatabase.of(server, DATABASE));
        assertTrue(server.databases().stream().allMatch(name -> name.equals(DATABASE) || name.equals("postgres")));

        warnings.clear();
        restore(mode, script, Set.of(failing.objects()));
        assertEquals(Set.of(failing.objects()), objects("OBJECT_LEFT_OUT"));
        WholeDatabase.assertSame(expected, WholeDatabase.of(server, DATABASE));
    }

    @ParameterizedTest
    @MethodSource("failingBothWays")
    void whatIsNotNamedEndsItAgain(Failing failing, RestoreMode mode) throws IOException {
        psql("SET check_function_bodies = off;" + failing.sql());
        var script = BackupFiles.backUp(engine(mode), temporary.resolve("b.sql.zip"));
        psql("CREATE TABLE stray(a int)");
        var before = WholeDatabase.of(server, DATABASE);
        var some = new LinkedHashSet<>(List.of(failing.objects()));
        some.remove(failing.objects()[0]);
        some.add("index public.that_is_not_there");
        var fault = assertThrows(Fault.class, () -> restore(mode, script, some));
        assertEquals(ErrorCode.OBJECTS_FAIL, fault.code());
        assertEquals(List.of(failing.objects()[0]), fault.arguments());
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
    }

    /** Rows, types, rights and policies are never left out, whatever they depend on. */
    @ParameterizedTest
    @MethodSource("neverLeftOut")
    void whatKeepsRowsOrRightsIsNeverLeftOut(String sql, RestoreMode mode) throws IOException {
        psql("SET check_function_bodies = off;" + BARE + "CREATE INDEX i ON t(bare(a));" + sql);
        var script = BackupFiles.backUp(engine(mode), temporary.resolve("b.sql.zip"));
        psql("CREATE TABLE stray(a int)");
        var before = WholeDatabase.of(server, DATABASE);
        var fault = assertThrows(
                Fault.class,
                () -> restore(
                        mode,
                        script,
                        Set.of("index public.i", "function public.lost()", "table public.u", "policy p on public.t")));
        assertTrue(Set.of(ErrorCode.SCRIPT_FAILED, ErrorCode.RIGHTS_LACKING).contains(fault.code()), fault::getMessage);
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
    }

    static Stream<Arguments> neverLeftOut() {
        String lost = "CREATE FUNCTION lost() RETURNS bool LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';";
        String gone = "UPDATE pg_proc SET probin = '$libdir/gone' WHERE proname = 'lost'";
        return Stream.of(
                        "CREATE TABLE u(a text CHECK (bare(a) <> '')); INSERT INTO u VALUES ('x')",
                        "CREATE TABLE u(a text, g text GENERATED ALWAYS AS (bare(a)) STORED); INSERT INTO u VALUES ('x')",
                        lost + "CREATE TABLE u(a bool DEFAULT lost());" + gone,
                        lost + "ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (lost());" + gone,
                        "CREATE DOMAIN d AS text CHECK (bare(VALUE) <> ''); CREATE TABLE u(a d); INSERT INTO u VALUES ('x')")
                .flatMap(
                        sql -> Stream.of(RestoreMode.SWAP, RestoreMode.IN_PLACE).map(mode -> Arguments.of(sql, mode)));
    }

    /** Nobody needs to know beforehand what can be made. */
    @Test
    void whatIsNamedAndCanBeMadeIsMade() throws IOException {
        psql(BARE);
        psql("CREATE INDEX fine ON t(a)");
        var before = WholeDatabase.of(server, DATABASE);
        var script = BackupFiles.backUp(engine(RestoreMode.SWAP), temporary.resolve("b.sql.zip"));
        psql("DROP TABLE t");
        restore(RestoreMode.SWAP, script, Set.of("index public.fine"));
        WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
        assertEquals(List.of(), warnings);
    }

    @Test
    void onlySomeKindsHaveNamesThatMayBeSkipped() {
        var engine = engine(RestoreMode.AUTO);
        for (String name :
                List.of("index a.b", "materialized view a.b", "function a.b(c text)", "constraint c on domain a.b")) {
            assertTrue(engine.maySkip(name), name);
        }
        for (String name :
                List.of("table a.b", "policy p on a.b", "sequence a.b", "type a.b", "", "index", "all", "grant x")) {
            assertFalse(engine.maySkip(name), name);
        }
    }

    private Set<String> objects(String code) {
        return warnings.stream()
                .filter(warning -> warning.code().equals(code))
                .map(Warning::object)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void restore(RestoreMode mode, BackupScript script, Set<String> skip) throws IOException {
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
        var skipping = new BackupScript(script.file(), script.manifest(), false, false, true, skip);
        try (var staging = engine(mode).stage(skipping, mode.name(), new Destination.Live(), work)) {
            staging.check(work);
            staging.swap(() -> {}, BackupFiles.LOCK_TIMEOUT, work);
        }
    }

    private void psql(String sql) throws IOException {
        Path file = temporary.resolve("some.sql");
        Files.writeString(file, sql);
        server.psql(DATABASE, file);
    }

    private PostgresEngine engine(RestoreMode mode) {
        return new PostgresEngine(new PostgresSettings(
                server.address(DATABASE), mode, false, true, "postgres", Optional.of(PostgresServer.bin())));
    }
}
