package org.safeward.engine.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;
import org.safeward.fixture.Thorough;

/** Every type of entry that pg_dump writes, with data and owned by a plain role: backed up, wrecked, restored both ways (in the gate one of
 * them, another one for the next kind), equal. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class EveryKindTest {
    private static final String DATABASE = "kinds";

    @TempDir
    Path temporary;

    private final PostgresServer server;

    EveryKindTest(PostgresServer server) {
        this.server = server;
    }

    /** @param superuser whether a plain role could not make it, and could not restore it */
    record Kind(String type, boolean superuser, String sql) {
        @Override
        public String toString() {
            return type;
        }
    }

    static Stream<Kind> kinds() throws IOException {
        try (InputStream all = EveryKindTest.class.getResourceAsStream("every-kind.sql")) {
            String[] blocks = new String(all.readAllBytes(), UTF_8).split("(?m)^-- (?=[A-Z ]+(, superuser)?$)");
            return Stream.of(blocks).skip(1).map(block -> {
                String head = block.substring(0, block.indexOf('\n'));
                boolean superuser = head.endsWith(", superuser");
                return new Kind(head.replace(", superuser", ""), superuser, block.substring(head.length()));
            });
        }
    }

    @BeforeEach
    void database() {
        server.role("reader", "NOLOGIN");
        server.role("writer", "NOLOGIN");
        server.role("plain", "LOGIN CREATEDB");
        server.create(DATABASE);
        server.sql(
                "postgres",
                "GRANT pg_signal_backend, reader, writer TO plain",
                "ALTER DATABASE kinds OWNER TO plain",
                "ALTER DATABASE kinds SET default_statistics_target TO '77'",
                "GRANT TEMPORARY ON DATABASE kinds TO reader");
    }

    @AfterEach
    void nothing() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void comesBackAsItWas(Kind kind) throws IOException {
        psql((kind.superuser() ? "" : "SET ROLE plain;") + kind.sql());
        var before = WholeDatabase.of(server, DATABASE);
        assertTrue(
                before.lines().stream().anyMatch(line -> line.contains("; Type: " + kind.type() + ";")),
                "pg_dump writes no " + kind.type());
        var script = BackupFiles.backUp(engine(kind, RestoreMode.AUTO), temporary.resolve("b.sql.zip"));
        for (var mode : Thorough.orOne(List.of(RestoreMode.SWAP, RestoreMode.IN_PLACE), kind)) {
            wreck();
            assertNotEquals(before, WholeDatabase.of(server, DATABASE));
            BackupFiles.restore(engine(kind, mode), script, mode.name());
            WholeDatabase.assertSame(before, WholeDatabase.of(server, DATABASE));
        }
    }

    /** It is the one kind that pg_dump knows and a backup does not hold: it would begin to take rows from elsewhere. */
    @Test
    void aSubscriptionStaysAsItIsAndTheBackupTellsOfIt() throws IOException {
        var superuser = new Kind("SUBSCRIPTION", true, "");
        psql("CREATE TABLE t(a int); INSERT INTO t VALUES (1);"
                + "CREATE SUBSCRIPTION \"Sub\" CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);"
                + "COMMENT ON SUBSCRIPTION \"Sub\" IS 'mine'");
        try {
            String subscriptions =
                    "SELECT s.oid, to_jsonb(s), obj_description(s.oid, 'pg_subscription') FROM pg_subscription s";
            String before = server.ask(DATABASE, subscriptions);
            var warnings = engine(superuser, RestoreMode.AUTO)
                    .dump(OutputStream.nullOutputStream(), Work.UNWATCHED)
                    .warnings();
            assertEquals(List.of(Warning.of(WarningCode.SUBSCRIPTION_LEFT_OUT, "subscription \"Sub\"")), warnings);
            var script = BackupFiles.backUp(engine(superuser, RestoreMode.AUTO), temporary.resolve("b.sql.zip"));
            psql("DROP TABLE t");
            BackupFiles.restore(engine(superuser, RestoreMode.AUTO), script, "1");
            assertEquals("1", server.ask(DATABASE, "SELECT a FROM public.t"));
            assertEquals(before, server.ask(DATABASE, subscriptions));
            BackupFiles.restore(
                    engine(superuser, RestoreMode.SWAP), script, "2", new Destination.NewDatabase("beside"));
            assertEquals("1", server.ask("beside", "SELECT a FROM public.t"));
        } finally {
            psql("DROP SUBSCRIPTION \"Sub\"");
        }
    }

    private void wreck() throws IOException {
        psql("""
                SELECT format('DROP EVENT TRIGGER %I', evtname) FROM pg_event_trigger \\gexec
                SELECT format('SELECT lo_unlink(%s)', oid) FROM pg_largeobject_metadata \\gexec
                DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION plain; SET ROLE plain;
                CREATE TABLE stray(a serial); INSERT INTO stray DEFAULT VALUES; SELECT lo_from_bytea(777, 'x');""");
    }

    private void psql(String sql) throws IOException {
        Path file = temporary.resolve("some.sql");
        Files.writeString(file, sql);
        server.psql(DATABASE, file);
    }

    private PostgresEngine engine(Kind kind, RestoreMode mode) {
        var address = kind.superuser() ? server.address(DATABASE) : server.address(DATABASE, "plain");
        return new PostgresEngine(
                new PostgresSettings(address, mode, false, true, "postgres", Optional.of(PostgresServer.bin())));
    }
}
