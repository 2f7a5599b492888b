package org.safeward.engine.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.content.ScriptKind;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Counted;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.fault.ErrorCode;

/** The oldest and the newest server that we support, beside a pg_dump whose version lies between them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class OtherMajorsTest {
    private static final String DATABASE = "majors";

    @TempDir
    static Path temporary;

    private PostgresServer oldest;
    private PostgresServer newest;

    @BeforeAll
    void start() {
        oldest = PostgresServer.started("oldest");
        newest = PostgresServer.started("newest");
    }

    @AfterAll
    void stop() {
        oldest.close();
        newest.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = RestoreMode.class,
            names = {"SWAP", "IN_PLACE"})
    void theOldestServerIsBackedUpByANewerPgDump(RestoreMode mode) throws IOException {
        sample(oldest);
        var engine = engine(oldest, mode);
        String before = oldest.portrait(DATABASE);
        var script = BackupFiles.backUp(engine, temporary.resolve("oldest" + mode + ".sql.zip"));
        change(oldest);
        BackupFiles.restore(engine, script, mode.name());
        assertEquals(before, oldest.portrait(DATABASE));
        if (mode == RestoreMode.SWAP) {
            engine.undo(mode.name(), "2", () -> {}, BackupFiles.LOCK_TIMEOUT);
            assertEquals(List.of("2"), engine.undoable());
            engine.forgetReplaced(place -> true);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RestoreMode.class,
            names = {"SWAP", "IN_PLACE"})
    void theNewestServerTakesWhatTheOldestGave(RestoreMode mode) throws IOException {
        sample(oldest);
        var script = BackupFiles.backUp(engine(oldest, mode), temporary.resolve("moved" + mode + ".sql.zip"));
        sample(newest);
        change(newest);
        var engine = engine(newest, mode);
        String settings = settings(newest);
        BackupFiles.restore(engine, script, mode.name());
        assertEquals(
                Counted.of(script.manifest().orElseThrow().tables()),
                engine.inspect(Work.UNWATCHED).tables());
        assertEquals("8", newest.ask(DATABASE, "SELECT nextval('public.a_id_seq')"));
        assertEquals(settings, settings(newest));
        if (mode == RestoreMode.SWAP) {
            engine.undo(mode.name(), "2", () -> {}, BackupFiles.LOCK_TIMEOUT);
            assertEquals(settings, settings(newest));
            engine.forgetReplaced(place -> true);
            newest.drop(DATABASE);
            BackupFiles.restore(engine, script, "3");
            BackupFiles.restore(engine, script, "4", new Destination.NewDatabase("beside"));
            newest.drop("beside");
        }
    }

    @Test
    void withoutAPgDumpThatIsNewEnoughTheNewestServerGivesJson() throws IOException {
        sample(newest);
        var engine = engine(newest, RestoreMode.AUTO);
        assertEquals(ScriptKind.JSON, engine.dumpKind());
        var script = BackupFiles.backUp(engine, temporary.resolve("newest.json.zip"), ScriptKind.JSON);
        newest.sql(DATABASE, "TRUNCATE a CASCADE");
        BackupFiles.restore(engine, script, "1");
        assertEquals(
                Counted.of(script.manifest().orElseThrow().tables()),
                engine.inspect(Work.UNWATCHED).tables());
    }

    @Test
    void anOlderServerTakesANewersDumpOnlyWhenTold(PostgresServer between) throws IOException {
        sample(between);
        var script = BackupFiles.backUp(engine(between, RestoreMode.AUTO), temporary.resolve("newer.sql.zip"));
        between.drop(DATABASE);
        sample(oldest);
        var engine = engine(oldest, RestoreMode.AUTO);
        assertEquals(
                ErrorCode.SOURCE_NEWER, BackupFiles.failure(engine, script, "1").code());
        BackupFiles.restore(engine, new BackupScript(script.file(), script.manifest(), false, true), "1");
        assertEquals("7", oldest.ask(DATABASE, "SELECT count(*) FROM public.a"));
        engine.forgetReplaced(place -> true);
    }

    /** The server ends a session whose transaction takes longer, whatever that does: {@code transaction_timeout}, from PostgreSQL 17 on. */
    @ParameterizedTest
    @EnumSource(
            value = RestoreMode.class,
            names = {"SWAP", "IN_PLACE"})
    void noLimitForTransactionsEndsABackupOrARestore(RestoreMode mode) throws IOException {
        sample(newest);
        newest.sql(
                "postgres",
                "ALTER DATABASE majors SET transaction_timeout = '700ms'",
                "ALTER ROLE postgres SET transaction_timeout = '700ms'");
        var engine = engine(newest, mode, true);
        try {
            var facts = engine.dump(
                    new ByteArrayOutputStream() {
                        @Override
                        public synchronized void write(byte[] bytes, int offset, int length) {
                            pause(size() == 0);
                            super.write(bytes, offset, length);
                        }
                    },
                    Work.UNWATCHED);
            assertEquals(7, facts.tables().get(0).rows());
            String slow =
                    "BEGIN; CREATE TABLE slow AS SELECT pg_sleep(1)::text; SELECT pg_sleep(1); COMMIT; SELECT pg_sleep(1);";
            BackupFiles.restore(engine, BackupFiles.script(temporary.resolve("slow" + mode), slow), mode.name());
        } finally {
            newest.sql("postgres", "ALTER ROLE postgres RESET transaction_timeout");
        }
        assertEquals("1", newest.ask(DATABASE, "SELECT count(*) FROM public.slow"));
        engine.forgetReplaced(place -> true);
    }

    private static void pause(boolean now) {
        try {
            Thread.sleep(now ? 1500 : 0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Written after pg_dump's documentation: the programs themselves are not to be had for every major. */
    @ParameterizedTest
    @ValueSource(ints = {14, 16, 17, 18})
    void cleanDumpsOfEveryMajorAreRead(int major) throws IOException {
        var server = major == 14 ? oldest : newest;
        String dump = """
                --
                -- PostgreSQL database dump
                --

                -- Dumped from database version VERSION.1
                -- Dumped by pg_dump version VERSION.1

                SET statement_timeout = 0;
                SET lock_timeout = 0;
                SET idle_in_transaction_session_timeout = 0;
                SET transaction_timeout = 0;
                SET client_encoding = 'UTF8';
                SET standard_conforming_strings = on;
                SELECT pg_catalog.set_config('search_path', '', false);
                SET row_security = off;

                DROP EVENT TRIGGER acts;
                DROP POLICY p ON public.t;
                CREATE OR REPLACE VIEW public.hollow AS
                SELECT;
                ALTER TABLE ONLY public.t DROP CONSTRAINT t_pkey;
                ALTER TABLE ONLY public.part DETACH PARTITION public.part_1;
                ALTER TABLE public.t DROP CONSTRAINT t_b_not_null;
                SELECT pg_catalog.lo_unlink('4711');
                ALTER FOREIGN TABLE public.ft ALTER COLUMN a DROP DEFAULT;
                DROP VIEW public.hollow;
                DROP TRANSFORM FOR integer LANGUAGE plpgsql;
                DROP PROCEDURAL LANGUAGE lang;
                -- *not* dropping schema, since initdb creates it
                --
                -- Name: public; Type: SCHEMA; Schema: -; Owner: -
                --

                -- *not* creating schema, since initdb creates it


                --
                -- Name: t; Type: TABLE; Schema: public; Owner: -
                --

                CREATE TABLE public.t (
                    a integer NOT NULL,
                    b text
                );

                --
                -- Data for Name: t; Type: TABLE DATA; Schema: public; Owner: -
                --

                COPY public.t (a, b) FROM stdin;
                1\tone
                \\.

                --
                -- Statistics for Name: t; Type: STATISTICS DATA; Schema: public; Owner: -
                --

                SELECT * FROM pg_catalog.pg_restore_relation_stats('version', '180001'::integer, 'schemaname', 'public',
                    'relname', 't', 'relpages', '1'::integer, 'reltuples', '1'::real, 'relallvisible', '0'::integer);

                --
                -- Name: t t_pkey; Type: CONSTRAINT; Schema: public; Owner: -
                --

                ALTER TABLE ONLY public.t
                    ADD CONSTRAINT t_pkey PRIMARY KEY (a);

                --
                -- PostgreSQL database dump complete
                --
                """.replace("VERSION", String.valueOf(major));
        if (major < 18) {
            dump = dump.replaceAll("(?s)SELECT \\* FROM pg_catalog.pg_restore.*?;", "");
        }
        if (major < 17) {
            dump = dump.replace("SET transaction_timeout = 0;\n", "");
        }
        for (var mode : List.of(RestoreMode.SWAP, RestoreMode.IN_PLACE)) {
            sample(server);
            var script = BackupFiles.script(temporary.resolve(major + mode.name() + ".sql"), dump);
            var engine = engine(server, mode, true);
            BackupFiles.restore(engine, script, mode.name());
            assertEquals("one", server.ask(DATABASE, "SELECT b FROM public.t"));
            engine.forgetReplaced(place -> true);
        }
    }

    private static void sample(PostgresServer server) {
        server.role("reader", "NOLOGIN");
        server.create(DATABASE);
        server.sql(
                DATABASE,
                "CREATE EXTENSION hstore",
                "CREATE TABLE a (id serial PRIMARY KEY, note hstore)",
                "INSERT INTO a (note) SELECT hstore('k', n::text) FROM generate_series(1, 7) n",
                "CREATE TABLE b (a int REFERENCES a)",
                "INSERT INTO b VALUES (1)",
                "SELECT lo_from_bytea(4242, '\\x0001')",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader",
                "REVOKE ALL ON DATABASE " + DATABASE + " FROM PUBLIC",
                "GRANT CONNECT ON DATABASE " + DATABASE + " TO reader WITH GRANT OPTION",
                "ALTER DATABASE " + DATABASE + " SET search_path TO public, \"$user\"",
                "ALTER ROLE reader IN DATABASE " + DATABASE + " SET work_mem TO '5MB'",
                "COMMENT ON DATABASE " + DATABASE + " IS 'major'");
    }

    private static void change(PostgresServer server) {
        server.sql(
                DATABASE,
                "DROP TABLE b",
                "DROP EXTENSION hstore CASCADE",
                "CREATE TABLE c ()",
                "SELECT lo_unlink(4242)",
                "ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC",
                "REVOKE ALL ON SCHEMA public FROM PUBLIC");
    }

    private static String settings(PostgresServer server) {
        String settings = server.ask("postgres", """
                SELECT to_jsonb(d) - '{oid,datfrozenxid,datminmxid,dattablespace}'::text[]
                    || jsonb_build_object('comment', shobj_description(d.oid, 'pg_database'), 'settings',
                        (SELECT jsonb_agg(s.setconfig ORDER BY s.setrole) FROM pg_db_role_setting s WHERE s.setdatabase = d.oid))
                FROM pg_database d WHERE datname = 'majors'""");
        assertTrue(settings.contains("work_mem=5MB"), settings);
        return settings;
    }

    private static PostgresEngine engine(PostgresServer server, RestoreMode mode) {
        return engine(server, mode, false);
    }

    private static PostgresEngine engine(PostgresServer server, RestoreMode mode, boolean trust) {
        return new PostgresEngine(new PostgresSettings(
                server.address(DATABASE), mode, trust, true, "postgres", Optional.of(PostgresServer.bin())));
    }
}
