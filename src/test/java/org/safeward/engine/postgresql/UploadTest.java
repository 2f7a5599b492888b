package org.safeward.engine.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Loss;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fixture.Thorough;

/** Scripts that users bring: what pg_dump writes with all its options, and what must not be run. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class UploadTest {
    private static final String DATABASE = "uploads";
    private static final String OWNER = "plain_owner";

    @TempDir
    Path temporary;

    private final PostgresServer server;

    UploadTest(PostgresServer server) {
        this.server = server;
        server.role("reader", "NOLOGIN");
        server.role("writer", "NOLOGIN");
        server.role(OWNER, "LOGIN CREATEDB NOSUPERUSER");
    }

    @AfterEach
    void nothing() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--no-comments",
                "--clean --if-exists",
                "--clean",
                "--create",
                "--clean --create",
                "--inserts",
                "--rows-per-insert=7",
                "--column-inserts --on-conflict-do-nothing",
                "--quote-all-identifiers",
                "--disable-dollar-quoting",
                "--encoding=UTF8 --serializable-deferrable --enable-row-security"
            })
    void restoresWhatPgDumpWrites(String options) throws IOException {
        EverythingDatabase.create(server, DATABASE);
        String[] arguments = (options + " " + DATABASE).split(" ");
        String dump = server.tool("pg_dump", arguments);
        String before = server.tool("pg_dump", arguments);
        EverythingDatabase.changeEverything(server, DATABASE);
        for (var mode : Thorough.orOne(List.of(RestoreMode.SWAP, RestoreMode.IN_PLACE), options)) {
            BackupFiles.restore(superuser(mode), upload(dump), mode.name());
            assertEquals(plain(before), plain(server.tool("pg_dump", arguments)), mode.name());
        }
    }

    /** psql warns of it and goes on. In place it must not end the transaction that makes the restore all or nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"SWAP", "IN_PLACE"})
    void aCommitWithoutBeginIsPassedOver(RestoreMode mode) throws IOException {
        ownDatabase();
        String dump =
                "COMMIT;\nCREATE TABLE x(a int);\nEND;\nBEGIN;\nINSERT INTO x VALUES (1);\nCOMMIT;\nCOMMIT WORK;\n"
                        + "INSERT INTO x VALUES (2);\nEND TRANSACTION;\n";
        BackupFiles.restore(superuser(mode), upload(dump), "1");
        assertEquals("1,2", server.ask(DATABASE, "SELECT string_agg(a::text, ',' ORDER BY a) FROM public.x"));
        String before = server.portrait(DATABASE);
        var fault = BackupFiles.failure(superuser(mode), upload(dump + "COMMIT;\nSELECT 1/0;\n"), "2");
        assertEquals(ErrorCode.SCRIPT_FAILED, fault.code());
        assertEquals(before, server.portrait(DATABASE));
    }

    @Test
    void aPlainRoleRestoresItsOwnDatabaseBySwap() throws IOException {
        ownDatabase();
        String dump = server.tool("pg_dump", "--clean", "--create", DATABASE);
        String before = server.portrait(DATABASE);
        server.sql(DATABASE, "DROP TABLE t", "CREATE TABLE other ()");
        BackupFiles.restore(owner(), upload(dump), "1");
        assertEquals(before, server.portrait(DATABASE));
        assertEquals(List.of("postgres", DATABASE, DATABASE + "_before_1"), server.databases());
    }

    @Test
    void aSettingThatTheRoleMayNotMakeLeadsToARestoreInPlace() throws IOException {
        ownDatabase();
        server.sql("postgres", "ALTER DATABASE " + DATABASE + " SET their.own TO 'x'");
        String before = server.portrait(DATABASE);
        var script = BackupFiles.backUp(owner(), temporary.resolve("b.sql.zip"));
        server.sql(DATABASE, "DROP TABLE t");
        BackupFiles.restore(owner(), script, "1");
        assertEquals(before, server.portrait(DATABASE));
        assertEquals(List.of("postgres", DATABASE), server.databases());
    }

    @Test
    void aDumpFromANewerServerNeedsConsent() throws IOException {
        ownDatabase();
        String dump = server.tool("pg_dump", DATABASE)
                .replaceAll("-- Dumped from database version \\S+", "-- Dumped from database version 99.1")
                .replace(
                        "SET statement_timeout = 0;",
                        "SET statement_timeout = 0;\nSET transaction_timeout_of_later = 0;");
        assertFails(ErrorCode.SOURCE_NEWER, dump);
        var script = upload(dump);
        BackupFiles.restore(owner(), new BackupScript(script.file(), script.manifest(), true, true), "1");
    }

    @Test
    void aDumpInLatin1ArrivesAsItWasMeant() throws IOException {
        ownDatabase();
        server.sql(DATABASE, "UPDATE t SET note = 'ünï©ö' WHERE id = 1");
        Path file = temporary.resolve("latin1.sql");
        server.tool("pg_dump", "--encoding=LATIN1", "--file=" + file, DATABASE);
        assertTrue(Files.readString(file, Charset.forName("ISO-8859-1")).contains("ünï©ö"));
        server.sql(DATABASE, "DELETE FROM t");
        BackupFiles.restore(owner(), new BackupScript(file, Optional.empty(), true), "1");
        assertEquals("ünï©ö", server.ask(DATABASE, "SELECT note FROM public.t WHERE id = 1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--table=t",
                "--schema-only",
                "--exclude-table=t",
                "--exclude-table-data=second",
                "--schema=public --exclude-table=third",
                "--inserts --exclude-table-data=t"
            })
    void aPartOfADatabaseDoesNotTakeThePlaceOfTheWhole(String options) throws IOException {
        ownDatabase();
        partsToLose();
        refusesLoss(server.tool("pg_dump", (options + " " + DATABASE).split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM public.second;", "DROP TABLE public.third;", "TRUNCATE public.t;"})
    void whatAScriptTakesAwayAgainAtItsEndIsMissedToo(String last) throws IOException {
        ownDatabase();
        partsToLose();
        refusesLoss(server.tool("pg_dump", DATABASE) + "\n" + last + "\n");
    }

    private void partsToLose() {
        server.sql(
                DATABASE,
                "CREATE TABLE second (x int)",
                "INSERT INTO second VALUES (1), (2)",
                "CREATE TABLE third (x int)",
                "ALTER TABLE second OWNER TO " + OWNER,
                "ALTER TABLE third OWNER TO " + OWNER);
    }

    /** In both modes, unless the loss is consented to. */
    private void refusesLoss(String dump) throws IOException {
        String before = server.portrait(DATABASE);
        for (var mode : List.of(RestoreMode.SWAP, RestoreMode.IN_PLACE)) {
            var engine = engine(server.address(DATABASE, OWNER), mode, false);
            var script = new BackupScript(upload(dump).file(), Optional.empty(), true, false, false);
            var fault = assertThrows(Fault.class, () -> {
                try (var staging = engine.stage(script, "1", new Destination.Live(), Work.UNWATCHED)) {
                    var staged = staging.check(Work.UNWATCHED);
                    Loss.refuse(engine.inspect(Work.UNWATCHED).tables(), staged.tables());
                    staging.swap(() -> {}, BackupFiles.LOCK_TIMEOUT, Work.UNWATCHED);
                }
            });
            assertEquals(ErrorCode.SCRIPT_LACKS_TABLES, fault.code(), fault.getMessage());
            assertEquals(before, server.portrait(DATABASE));
        }
        BackupFiles.restore(owner(), upload(dump), "2");
        assertNotEquals(before, server.portrait(DATABASE));
    }

    /** What pg_dump writes when PowerShell redirects it: wide characters, line ends of two, and an encoding that is no longer true. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE UTF8", "UTF-16BE UTF8", "UTF-16LE LATIN1", "UTF-16LE WIN1252"})
    void aDumpThatPowerShellHasWrittenArrivesAsItWasMeant(String encodings) throws IOException {
        ownDatabase();
        server.sql(DATABASE, "UPDATE t SET note = 'ünï©ö' WHERE id = 1");
        String[] names = encodings.split(" ");
        String dump = server.tool("pg_dump", "--encoding=UTF8", DATABASE)
                .replace("client_encoding = 'UTF8'", "client_encoding = '" + names[1] + "'")
                .replace("\n", "\r\n");
        Path file = temporary.resolve("wide.sql");
        Files.write(file, ("\uFEFF" + dump).getBytes(Charset.forName(names[0])));
        String before = server.portrait(DATABASE);
        server.sql(DATABASE, "DELETE FROM t");
        BackupFiles.restore(owner(), new BackupScript(file, Optional.empty(), true), "1");
        assertEquals(before, server.portrait(DATABASE));
    }

    @Test
    void anErrorAtItsEndLeavesTheLiveDatabaseAlone() throws IOException {
        ownDatabase();
        String dump = server.tool("pg_dump", "--clean", "--create", DATABASE) + "\nSELECT 1 / 0;\n";
        for (var mode : List.of(RestoreMode.SWAP, RestoreMode.IN_PLACE)) {
            var fault =
                    assertFails(ErrorCode.SCRIPT_FAILED, dump, engine(server.address(DATABASE, OWNER), mode, false));
            assertTrue(fault.getMessage().contains("division by zero"), fault.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE ROLE intruder;",
                "DROP USER reader;",
                "ALTER ROLE plain_owner SUPERUSER;",
                "GRANT reader TO plain_owner;",
                "GRANT SET ON PARAMETER work_mem TO reader;",
                "CREATE TABLESPACE s LOCATION '/tmp';",
                "COMMENT ON TABLESPACE pg_default IS 'x';",
                "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p;",
                "ALTER SYSTEM SET work_mem = '1GB';",
                "REASSIGN OWNED BY reader TO writer;",
                "DROP OWNED BY reader;",
                "\\! touch /tmp/x\n",
                "\\i /etc/passwd\n",
                "COPY t TO PROGRAM 'cat';",
                "COPY t FROM '/etc/passwd';",
                "LOAD 'x';"
            })
    void refusesToLeaveTheDatabase(String statement) throws IOException {
        ownDatabase();
        assertFails(ErrorCode.SCRIPT_LEAVES_DATABASE, statement);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROLLBACK;", "SAVEPOINT a;", "COMMIT AND CHAIN;", "PREPARE TRANSACTION 'x';", "ABORT;"})
    void refusesToControlTransactions(String statement) throws IOException {
        ownDatabase();
        assertFails(ErrorCode.SCRIPT_CONTROLS_TRANSACTION, "CREATE TABLE x ();" + statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'select 1'; COMMIT; SELECT 1 AS end; SELECT 1/0;",
                "CREATE FUNCTION atomic() RETURNS begin LANGUAGE sql AS 'select 1'; COMMIT; SELECT 1/0;",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2 AS end; END; COMMIT; SELECT 1/0;",
                "SELECT (1; COMMIT; SELECT 2); SELECT 1;",
                "SELECT 1$a$; COMMIT; SELECT 1/0; SELECT $a$;",
                "CREATE TABLE x (a int); COPY x FROM stdin (DELIMITER E';\\'; COMMIT; SELECT (1');\n1\n\\.\nSELECT 1/0;",
                "DO $$ BEGIN COMMIT; END $$; SELECT 1/0;",
                "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$; CALL p(); SELECT 1/0;",
                "SELECT repeat('C' || repeat('Z', 30), 10 << 20); SELECT 1/0;",
                "SELECT set_config('standard_conforming_strings', 'off', false); SELECT 'a\\'; COMMIT; SELECT 1/0; --';"
            })
    void whateverAScriptTriesItChangesNothingByHalves(String script) throws IOException {
        ownDatabase();
        server.sql("postgres", "ALTER DATABASE " + DATABASE + " SET standard_conforming_strings = on");
        String before = server.portrait(DATABASE);
        for (var mode : List.of(RestoreMode.IN_PLACE, RestoreMode.SWAP)) {
            var engine = engine(server.address(DATABASE, OWNER), mode, false);
            var fault = BackupFiles.failure(engine, upload("CREATE TABLE first (a int);\n" + script), mode.name());
            assertTrue(fault.code() != ErrorCode.TRANSACTION_LOST, fault.getMessage());
            assertEquals(before, server.portrait(DATABASE), mode + " " + fault.getMessage());
        }
    }

    @Test
    void whatADumpOfAnOldServerSaysAgainIsPassedOver() throws IOException {
        ownDatabase();
        String script = """
                SET standard_conforming_strings = off;
                SET default_with_oids = false;
                CREATE OR REPLACE PROCEDURAL LANGUAGE plpgsql;
                ALTER PROCEDURAL LANGUAGE plpgsql OWNER TO postgres;
                COMMENT ON LANGUAGE plpgsql IS 'PL/pgSQL procedural language';
                CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;
                COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language';
                COMMENT ON SCHEMA public IS 'standard public schema';
                ALTER SCHEMA public OWNER TO pg_database_owner;
                SET session_replication_role = 'origin';
                SET session_replication_role TO DEFAULT;
                CREATE TABLE public.x (a int);
                INSERT INTO public.x VALUES (1);
                REVOKE ALL ON SCHEMA public FROM PUBLIC;
                REVOKE ALL ON SCHEMA public FROM postgres;
                GRANT ALL ON SCHEMA public TO postgres;
                GRANT ALL ON SCHEMA public TO "public";
                """;
        for (var mode : List.of(RestoreMode.IN_PLACE, RestoreMode.SWAP)) {
            BackupFiles.restore(engine(server.address(DATABASE, OWNER), mode, false), upload(script), mode.name());
            assertEquals("1", server.ask(DATABASE, "SELECT a FROM public.x"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMENT ON EXTENSION plpgsql IS 'another';",
                "ALTER PROCEDURAL LANGUAGE plpgsql OWNER TO writer;",
                "SET session_replication_role = replica;"
            })
    void whatTheRoleMayNotSayIsNamed(String statement) throws IOException {
        ownDatabase();
        var fault = assertFails(ErrorCode.RIGHTS_LACKING, "CREATE TABLE first (a int);" + statement);
        assertTrue(fault.getMessage().contains(statement.replace(";", "")), fault.getMessage());
    }

    @Test
    void backslashesInStringsAreReadAsTheScriptSays() throws IOException {
        ownDatabase();
        String script = """
                SET standard_conforming_strings = of;
                SET escape_string_warning = off;
                CREATE TABLE x (a text DEFAULT 'it\\'s; \\\\');
                INSERT INTO x VALUES (DEFAULT), ('b\\n'), (E'c\\'; --');
                COPY x FROM stdin WITH DELIMITER '\\t' NULL 'nil';
                d\\\\
                nil
                \\.
                SET standard_conforming_strings = on;
                INSERT INTO x VALUES ('e\\');
                """;
        for (var mode : List.of(RestoreMode.IN_PLACE, RestoreMode.SWAP)) {
            BackupFiles.restore(engine(server.address(DATABASE, OWNER), mode, false), upload(script), mode.name());
            assertEquals(
                    "it's; \\|b\n|c'; --|d\\|-|e\\",
                    server.ask(DATABASE, "SELECT string_agg(coalesce(a, '-'), '|' ORDER BY ctid) FROM public.x"));
        }
    }

    @Test
    void tablesThatAreCalledLikeKindsOfObjectsAreTables() throws IOException {
        ownDatabase();
        BackupFiles.restore(
                owner(),
                upload(
                        "CREATE TABLE database (system int); GRANT SELECT ON database TO PUBLIC; GRANT SELECT ON database,"
                                + " database TO PUBLIC; CREATE TABLE system (role int); GRANT SELECT (role) ON system TO PUBLIC;"
                                + " GRANT CONNECT ON DATABASE elsewhere TO PUBLIC; ALTER ROLE ALL IN DATABASE x SET a.b TO 'c';"
                                + " INSERT INTO database VALUES (1);"),
                "1");
        assertEquals("1", server.ask(DATABASE, "SELECT system FROM public.database"));
    }

    @Test
    void aSuperuserRunsNoUploadUntrusted() throws IOException {
        ownDatabase();
        var script = "DO $$ BEGIN EXECUTE 'COPY pg_class TO PRO' || 'GRAM ''cat > /dev/null'''; END $$;";
        assertFails(ErrorCode.UPLOAD_NOT_TRUSTED, script, engine(server.address(DATABASE), RestoreMode.AUTO, false));
        assertFails(ErrorCode.RIGHTS_LACKING, script);
        server.sql("postgres", "GRANT pg_execute_server_program TO " + OWNER);
        try {
            assertFails(ErrorCode.UPLOAD_NOT_TRUSTED, script);
        } finally {
            server.sql("postgres", "REVOKE pg_execute_server_program FROM " + OWNER);
        }
    }

    @Test
    void rolesAndExtensionsThatTheServerLacksAreNamedTogether() throws IOException {
        ownDatabase();
        var fault = assertFails(ErrorCode.TARGET_LACKS, """
                CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public;
                CREATE TABLE x ();
                ALTER TABLE x OWNER TO "Nobody's";
                GRANT SELECT, UPDATE (a) ON TABLE x TO PUBLIC, gone WITH GRANT OPTION;
                CREATE POLICY p ON x FOR SELECT TO lost USING (true);
                ALTER DEFAULT PRIVILEGES FOR ROLE away IN SCHEMA public GRANT SELECT ON TABLES TO reader;
                """);
        assertTrue(
                fault.getMessage().contains("roles Nobody's, away, gone, lost; extensions postgis"),
                fault.getMessage());
    }

    @Test
    void rightsThatTheRoleLacksAreNamedBeforeAnythingIsMade() throws IOException {
        ownDatabase();
        var fault = assertFails(
                ErrorCode.RIGHTS_LACKING,
                "CREATE EXTENSION file_fdw; CREATE TABLE x (); ALTER TABLE x OWNER TO writer;");
        assertTrue(
                fault.getMessage().contains("to be a member of writer; to create the extensions file_fdw"),
                fault.getMessage());
    }

    @Test
    void itsTransactionsAndSettingsStayItsOwn() throws IOException {
        ownDatabase();
        String script = """
                BEGIN;
                SET search_path = pg_temp, pg_catalog;
                SET statement_timeout = 1;
                SET statement_timeout = 0;
                COMMIT;
                START TRANSACTION;
                CREATE TABLE public.only (x int);
                INSERT INTO public.only VALUES (1), (2);
                END;
                """;
        for (var mode : List.of(RestoreMode.SWAP, RestoreMode.IN_PLACE)) {
            BackupFiles.restore(engine(server.address(DATABASE, OWNER), mode, false), upload(script), mode.name());
            assertEquals("2", server.ask(DATABASE, "SELECT count(*) FROM public.only"));
        }
    }

    private void ownDatabase() {
        server.drop(DATABASE);
        server.sql("postgres", "CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
        server.sql(
                DATABASE,
                "SET ROLE " + OWNER,
                "CREATE TABLE t (id serial PRIMARY KEY, note text)",
                "INSERT INTO t (note) SELECT 'n' || n FROM generate_series(1, 20) n");
    }

    private PostgresEngine superuser(RestoreMode mode) {
        return engine(server.address(DATABASE), mode, true);
    }

    private PostgresEngine owner() {
        return engine(server.address(DATABASE, OWNER), RestoreMode.AUTO, false);
    }

    private static PostgresEngine engine(PostgresAddress address, RestoreMode mode, boolean trust) {
        return new PostgresEngine(new PostgresSettings(address, mode, trust, true, "postgres", Optional.empty()));
    }

    private BackupScript upload(String sql) throws IOException {
        return BackupFiles.script(Files.createTempFile(temporary, "upload", ".sql"), sql);
    }

    private Fault assertFails(ErrorCode code, String sql) throws IOException {
        return assertFails(code, sql, owner());
    }

    private Fault assertFails(ErrorCode code, String sql, PostgresEngine engine) throws IOException {
        String before = server.portrait(DATABASE);
        var databases = new ArrayList<>(server.databases());
        var fault = BackupFiles.failure(engine, upload(sql), "1");
        assertEquals(code, fault.code(), fault.getMessage());
        assertEquals(before, server.portrait(DATABASE));
        assertEquals(databases, server.databases());
        return fault;
    }

    private static String plain(String dump) {
        return dump.replaceAll("(?m)^\\\\(un)?restrict .*$", "");
    }
}
