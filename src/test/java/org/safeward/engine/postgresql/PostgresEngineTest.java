package org.safeward.engine.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.engine.BackupScript;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.DatabaseEngineContract;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Messages;

/** What every engine promises, and how this one answers when the server does not play along. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class PostgresEngineTest extends DatabaseEngineContract {
    private static final String DATABASE = "contract";
    private static final String OWNER = "contract_owner";

    private final PostgresServer server;

    PostgresEngineTest(PostgresServer server) {
        this.server = server;
        server.role(OWNER, "LOGIN CREATEDB NOSUPERUSER");
    }

    @BeforeEach
    void aDatabase() {
        server.drop(DATABASE);
        server.sql("postgres", "CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
    }

    @AfterEach
    void nothing() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    @Override
    protected DatabaseEngine engine() {
        return engine(RestoreMode.AUTO);
    }

    private PostgresEngine engine(RestoreMode mode) {
        return new PostgresEngine(
                new PostgresSettings(server.address(DATABASE, OWNER), mode, false, true, "postgres", Optional.empty()));
    }

    @Override
    protected void createSample() {
        server.sql(
                DATABASE,
                "SET ROLE " + OWNER,
                "CREATE TABLE contract_rows (id serial PRIMARY KEY, note text)",
                "INSERT INTO contract_rows (note) VALUES ('a'), ('b')",
                "CREATE TABLE \"Other\" (x int REFERENCES contract_rows)",
                "INSERT INTO \"Other\" VALUES (1)");
    }

    @Override
    protected void changeEverything() {
        server.sql(
                DATABASE,
                "SET ROLE " + OWNER,
                "DROP TABLE \"Other\"",
                "DELETE FROM contract_rows WHERE id = 1",
                "CREATE TABLE added ()");
    }

    @Override
    protected void commitSomething() {
        server.sql(DATABASE, "INSERT INTO contract_rows (note) VALUES ('more')");
    }

    @Override
    protected List<String> contents() {
        return contentsOf(DATABASE);
    }

    @Override
    protected List<String> contentsOf(String database) {
        return server.tool("pg_dump", "--encoding=UTF8", database)
                .lines()
                .filter(line -> !line.matches("\\\\(un)?restrict .*"))
                .toList();
    }

    @Override
    protected List<String> leftovers() {
        var names = new ArrayList<>(server.databases());
        names.removeIf(name -> name.equals("postgres") || name.equals(DATABASE) || name.equals("contract_copy"));
        // The one that was replaced is kept on purpose.
        names.removeIf(name -> name.startsWith(DATABASE + "_before_"));
        return names;
    }

    @Test
    void aWrongPasswordAndAServerThatIsAwayAreOutOfReach() {
        var wrong = new PostgresAddress("127.0.0.1", server.port(), DATABASE, OWNER, "wrong", Map.of());
        assertUnreachable(wrong, "28P01");
        assertUnreachable(new PostgresAddress("127.0.0.1", 1, DATABASE, OWNER, "", Map.of()), "refused");
        var gone = new PostgresAddress("127.0.0.1", server.port(), "gone", OWNER, PostgresServer.PASSWORD, Map.of());
        assertFault(
                ErrorCode.DATABASE_MISSING,
                () -> new PostgresEngine(PostgresSettings.of(gone)).inspect(Work.UNWATCHED));
    }

    @Test
    void aRoleThatMayNotReadATableMakesNoBackup() {
        server.sql(DATABASE, "CREATE TABLE secret ()", "REVOKE ALL ON secret FROM PUBLIC");
        var fault = assertFault(
                ErrorCode.DUMP_FAILED, () -> engine().dump(java.io.OutputStream.nullOutputStream(), Work.UNWATCHED));
        assertTrue(fault.getMessage().contains("permission denied for table secret"), fault.getMessage());
    }

    @Test
    void rowsThatAPolicyHidesMakeNoBackup() {
        server.sql(
                DATABASE,
                "SET ROLE " + OWNER,
                "CREATE TABLE t AS SELECT 1 AS x",
                "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE t FORCE ROW LEVEL SECURITY");
        assertFault(
                ErrorCode.DUMP_FAILED, () -> engine().dump(java.io.OutputStream.nullOutputStream(), Work.UNWATCHED));
    }

    @Test
    void whatHindersASwapLeadsInPlaceOrIsNamed() throws Exception {
        createSample();
        BackupScript backup = backup();
        List<String> before = contents();
        changeEverything();
        try (var session = server.session(DATABASE)) {
            session.execute("CREATE TABLE public.pending ()");
            session.execute("SELECT pg_create_logical_replication_slot('contract_slot', 'test_decoding')");
        }
        try {
            var fault = assertFault(
                    ErrorCode.RESTORE_MODE_IMPOSSIBLE,
                    () -> engine(RestoreMode.SWAP).stage(backup, "1", new Destination.Live(), Work.UNWATCHED));
            assertTrue(fault.getMessage().contains("logical replication slot contract_slot"), fault.getMessage());
            server.sql(DATABASE, "DROP TABLE pending");
            restore(backup, "1");
        } finally {
            server.sql(DATABASE, "SELECT pg_drop_replication_slot('contract_slot')");
        }
        assertEquals(before, contents());
        assertEquals(List.of(DATABASE, "postgres"), server.databases());
    }

    /** A monitor, or a session whose end the server has not dealt with yet. */
    @Test
    void aSuperusersSessionThatLeavesDoesNotHinderASwap() throws Exception {
        createSample();
        BackupScript backup = backup();
        List<String> before = contents();
        changeEverything();
        var monitor = server.session(DATABASE);
        var leaving = CompletableFuture.runAsync(
                monitor::close, CompletableFuture.delayedExecutor(600, TimeUnit.MILLISECONDS));
        try (var staging = engine(RestoreMode.SWAP).stage(backup, "1", new Destination.Live(), Work.UNWATCHED)) {
            assertTrue(leaving.isDone(), "it waited for that session");
            staging.check(Work.UNWATCHED);
            staging.swap(() -> {}, BackupFiles.LOCK_TIMEOUT, Work.UNWATCHED);
        } finally {
            leaving.join();
        }
        assertEquals(before, contents());
    }

    @Test
    void aPreparedTransactionAndASuperusersSessionHinderASwap() throws Exception {
        createSample();
        BackupScript backup = backup();
        try (var superuser = server.session(DATABASE)) {
            superuser.begin();
            superuser.execute("CREATE TABLE public.prepared ()");
            superuser.execute("PREPARE TRANSACTION 'stuck'");
            var fault = assertFault(
                    ErrorCode.RESTORE_MODE_IMPOSSIBLE,
                    () -> engine(RestoreMode.SWAP).stage(backup, "1", new Destination.Live(), Work.UNWATCHED));
            assertTrue(fault.getMessage().contains("prepared transaction stuck"), fault.getMessage());
            assertTrue(fault.getMessage().contains("a session of role postgres"), fault.getMessage());
            String chinese = Messages.CHINESE.message(fault);
            assertTrue(chinese.contains("存在预备事务 stuck；") && chinese.contains("存在角色 postgres 的会话"), chinese);
        } finally {
            server.sql(DATABASE, "ROLLBACK PREPARED 'stuck'");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RestoreMode.class,
            names = {"SWAP", "IN_PLACE"})
    void aDatabaseThatIsHeldIsLeftAloneAfterTheLockTimeout(RestoreMode mode) throws Exception {
        createSample();
        BackupScript backup = backup();
        changeEverything();
        List<String> before = contents();
        try (var staging = engine(mode).stage(backup, "1", new Destination.Live(), Work.UNWATCHED);
                var holder = server.session(DATABASE)) {
            // A superuser's, which the owner may not end; it came after the preflight.
            holder.begin();
            holder.execute("LOCK TABLE public.contract_rows IN ACCESS SHARE MODE");
            var fault = assertFault(
                    ErrorCode.DATABASE_LOCKED,
                    () -> staging.swap(() -> {}, java.time.Duration.ofMillis(300), Work.UNWATCHED));
            assertTrue(fault.getMessage().contains("lock") || fault.getMessage().contains("accessed"));
        }
        assertEquals(before, contents());
        assertEquals(List.of(), leftovers());
    }

    @Test
    void aRoleThatMayNotEnterTheMaintenanceDatabaseRestoresInPlace() throws Exception {
        createSample();
        BackupScript backup = backup();
        List<String> before = contents();
        changeEverything();
        server.sql("postgres", "REVOKE CONNECT ON DATABASE postgres FROM PUBLIC");
        try {
            restore(backup, "1");
        } finally {
            server.sql("postgres", "GRANT CONNECT ON DATABASE postgres TO PUBLIC");
        }
        assertEquals(before, contents());
        assertEquals(List.of(DATABASE, "postgres"), server.databases());
    }

    @Test
    void aRoleThatIsNotLetIntoNewDatabasesRestoresInPlace() throws Exception {
        createSample();
        BackupScript backup = backup();
        List<String> before = contents();
        changeEverything();
        server.letIn(OWNER, DATABASE, "postgres");
        try {
            assertFault(
                    ErrorCode.DATABASE_UNREACHABLE,
                    () -> engine(RestoreMode.SWAP).stage(backup, "1", new Destination.Live(), Work.UNWATCHED));
            assertEquals(List.of(), leftovers());
            restore(backup, "1");
        } finally {
            server.letIn(OWNER);
        }
        assertEquals(before, contents());
        assertEquals(List.of(DATABASE, "postgres"), server.databases());
    }

    @Test
    void whatAScriptReturnsIsNotGathered() throws Exception {
        restore(script("""
                        SELECT repeat('x', 1000000) FROM generate_series(1, 1500);
                        DO $$ BEGIN FOR i IN 1..1500 LOOP RAISE NOTICE '%', repeat('x', 1000000); END LOOP; END $$;
                        CREATE TABLE made ();
                        """), "1");
        assertEquals("1", server.ask(DATABASE, "SELECT count(*) FROM pg_tables WHERE tablename = 'made'"));
    }

    @Test
    void aLostDatabaseComesBackWithItsOwnerAndEncoding() throws Exception {
        server.drop(DATABASE);
        server.sql(
                "postgres",
                "CREATE DATABASE " + DATABASE + " OWNER " + OWNER + " ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        createSample();
        server.sql(DATABASE, "UPDATE contract_rows SET note = 'ünï'");
        BackupScript backup = backup();
        List<String> before = contents();
        server.drop(DATABASE);
        restore(backup, "1");
        assertEquals(before, contents());
        assertEquals(
                "LATIN1 " + OWNER,
                server.ask(
                        "postgres",
                        "SELECT pg_encoding_to_char(encoding) || ' ' || pg_get_userbyid(datdba) FROM pg_database"
                                + " WHERE datname = 'contract'"));
    }

    @Test
    void thePreviousDatabaseIsDroppedWhenNobodyWantsIt() throws Exception {
        createSample();
        BackupScript backup = backup();
        var engine = new PostgresEngine(new PostgresSettings(
                server.address(DATABASE, OWNER), RestoreMode.SWAP, false, false, "postgres", Optional.empty()));
        BackupFiles.restore(engine, backup, "1");
        assertEquals(List.of(DATABASE, "postgres"), server.databases());
        assertFault(ErrorCode.UNDO_IMPOSSIBLE, () -> engine.undo("1", "2", () -> {}, LOCK_TIMEOUT));
    }

    @Test
    void aDatabaseOfTheUsersWithSuchANameIsNeverTakenForOurs() throws Exception {
        createSample();
        server.sql(
                "postgres", "CREATE DATABASE contract_before_1 OWNER " + OWNER, "CREATE DATABASE contract_restore_2");
        engine(RestoreMode.AUTO).forgetReplaced(place -> true);
        assertTrue(server.databases().contains("contract_before_1"));
        BackupScript backup = backup();
        assertFault(
                ErrorCode.RESTORE_MODE_IMPOSSIBLE,
                () -> engine(RestoreMode.SWAP).stage(backup, "1", new Destination.Live(), Work.UNWATCHED));
        assertFault(
                ErrorCode.TARGET_EXISTS,
                () -> engine(RestoreMode.SWAP).stage(backup, "2", new Destination.Live(), Work.UNWATCHED));
        assertTrue(server.databases().contains("contract_restore_2"));
        assertFault(
                ErrorCode.TARGET_INVALID,
                () -> engine(RestoreMode.SWAP)
                        .stage(backup, "3", new Destination.NewDatabase("postgres"), Work.UNWATCHED));
    }

    @Test
    void longNamesAreCutToWhatTheServerTakes() {
        var names = new RestoreNames("ü".repeat(31));
        String before = names.before("1234567890");
        assertTrue(before.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= 63, before);
        assertEquals(Optional.of("1234567890"), names.placeThatReplaced(before));
        assertEquals(Optional.empty(), names.placeThatReplaced("other_before_1"));
        assertEquals(Optional.of("7"), new RestoreNames("a_before_b").placeThatReplaced("a_before_b_before_7"));
    }

    @Test
    void aFullDiskUnderTheServerIsCalledThat() throws IOException {
        Path disk = files.resolve("disk");
        try (var tablespace = new SmallTablespace(server, disk)) {
            server.drop(DATABASE);
            server.sql("postgres", "CREATE DATABASE " + DATABASE + " TABLESPACE " + tablespace.name());
            var engine = new PostgresEngine(new PostgresSettings(
                    server.address(DATABASE), RestoreMode.SWAP, true, true, "postgres", Optional.empty()));
            var script = BackupFiles.script(
                    files.resolve("large.sql"),
                    "CREATE TABLE t AS SELECT repeat(md5(n::text), 50) FROM generate_series(1, 30000) n;");
            assertEquals(
                    ErrorCode.DISK_FULL,
                    BackupFiles.failure(engine, script, "1").code());
            assertEquals(List.of(DATABASE, "postgres"), server.databases());
            server.drop(DATABASE);
        }
    }

    private static void assertUnreachable(PostgresAddress address, String why) {
        var fault = assertFault(
                ErrorCode.DATABASE_UNREACHABLE,
                () -> new PostgresEngine(PostgresSettings.of(address)).inspect(Work.UNWATCHED));
        assertTrue(fault.getMessage().contains(why), fault.getMessage());
    }
}
