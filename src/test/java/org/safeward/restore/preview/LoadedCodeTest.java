package org.safeward.restore.preview;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.safeward.engine.Destination;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Who has to have seen which functions before a backup is loaded. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class LoadedCodeTest {
    private static final String DATABASE = "loaded_code";
    private static final String PLAIN = "loaded_code_owner";
    private static final String FILE = "ab".repeat(32);
    private static final Map<String, String> TWO = runs("public.b(integer)\npublic.a(integer)");

    private final PostgresServer server;

    LoadedCodeTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void aDatabase() {
        server.create(DATABASE);
        server.role(PLAIN, "LOGIN NOSUPERUSER");
        server.sql(
                DATABASE,
                "CREATE FUNCTION public.live(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN $1; END'",
                "CREATE TABLE public.t (x int CHECK (public.live(x) = x))");
    }

    @AfterEach
    void nothing() {
        server.drop(DATABASE);
        server.sql("postgres", "DROP ROLE " + PLAIN);
    }

    @Test
    void aSuperuserHasToHaveSeenExactlyTheFunctionsOfExactlyThisFile() {
        LoadedCode code = told(TWO, FILE);
        assertEquals(Optional.of(List.of("public.a(integer)", "public.b(integer)")), code.functions());
        assertDoesNotThrow(() -> code.requireSeen(seen(code)));
        for (FunctionsSeen other : List.of(
                FunctionsSeen.NONE,
                seen(told(TWO, "cd".repeat(32))),
                seen(told(runs("public.a(integer)"), FILE)),
                seen(told(Map.of(), FILE)))) {
            Fault refused = assertThrows(Fault.class, () -> code.requireSeen(other));
            assertEquals(ErrorCode.FUNCTIONS_UNSEEN, refused.code());
            assertTrue(refused.arguments().get(0).startsWith("superuser"), refused.getMessage());
            assertEquals(
                    "public.a(integer), public.b(integer)", refused.arguments().get(1));
        }
    }

    @Test
    void aBackupThatDoesNotSayHasToBeConfirmedAsSuch() {
        LoadedCode code = told(Map.of(), FILE);
        assertEquals(Optional.empty(), code.functions());
        Fault refused = assertThrows(Fault.class, () -> code.requireSeen(seen(told(TWO, FILE))));
        assertEquals("?", refused.arguments().get(1));
        assertDoesNotThrow(() -> code.requireSeen(seen(code)));
    }

    /** They are put into tables that are there. */
    @Test
    void rowsWithoutASchemaRunTheFunctionsOfTheLiveDatabase() {
        Map<String, String> rows = Map.of("degraded", "true");
        LoadedCode code = told(rows, FILE);
        assertEquals(Optional.of(List.of("public.live(integer)")), code.functions());
        server.sql(DATABASE, "ALTER FUNCTION public.live(int) RENAME TO evil");
        assertNotEquals(code.digest(), told(rows, FILE).digest());
        server.sql(DATABASE, "DROP TABLE public.t");
        assertEquals(
                Optional.empty(), LoadedCode.of(engine(PostgresServer.SUPERUSER), rows, FILE, new Destination.Live()));
    }

    /** The backup is built beside the live database with its own functions, then its rows meet those that are live. */
    @Test
    void someTablesRunTheFunctionsOfBoth() {
        Destination parts = new Destination.Parts(List.of("public.t"), Optional.empty());
        assertEquals(
                Optional.of(List.of("public.a(integer)", "public.live(integer)")),
                told(runs("public.a(integer)"), FILE, parts).functions());
        assertEquals(
                Optional.of(List.of("public.live(integer)")),
                told(runs(""), FILE, parts).functions());
        LoadedCode unknown = told(Map.of(), FILE, parts);
        server.sql(DATABASE, "ALTER FUNCTION public.live(int) RENAME TO evil");
        assertUnseen(told(Map.of(), FILE, parts), seen(unknown));
        Destination beside = new Destination.Parts(List.of("public.t"), Optional.of("_old"));
        assertEquals(Optional.empty(), LoadedCode.of(engine(PostgresServer.SUPERUSER), runs(""), FILE, beside));
    }

    @Test
    void nobodyElseIsAsked() {
        assertEquals(Optional.empty(), LoadedCode.of(engine(PLAIN), TWO, FILE, new Destination.Live()));
        assertEquals(Optional.empty(), LoadedCode.of(engine(PLAIN), Map.of(), FILE, new Destination.Live()));
        assertEquals(
                Optional.empty(),
                LoadedCode.of(engine(PostgresServer.SUPERUSER), runs(""), FILE, new Destination.Live()));
        assertDoesNotThrow(() -> told(TWO, FILE).requireSeen(FunctionsSeen.UNDO));
    }

    /** Not of another caller, of other functions, or for longer than an hour; what is sent counts before what was shown. */
    @Test
    void whoHasJustHadThePreviewNeedNotSendItBack() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-15T12:00:00Z"));
        ShownFunctions shown = new ShownFunctions(now::get);
        LoadedCode code = told(TWO, FILE);
        shown.note("ada", code);

        assertDoesNotThrow(() -> code.requireSeen(FunctionsSeen.by(Optional.empty(), () -> shown.to("ada"))));
        assertUnseen(code, FunctionsSeen.by(Optional.empty(), () -> shown.to("eve")));
        assertUnseen(code, FunctionsSeen.by(Optional.of("0123"), () -> shown.to("ada")));
        assertUnseen(told(TWO, "another file"), FunctionsSeen.by(Optional.empty(), () -> shown.to("ada")));
        now.set(now.get().plusSeconds(3601));
        assertUnseen(code, FunctionsSeen.by(Optional.empty(), () -> shown.to("ada")));
        shown.note("ada", code);
        now.set(now.get().minusSeconds(86_400));
        assertUnseen(code, FunctionsSeen.by(Optional.empty(), () -> shown.to("ada")));
    }

    private static void assertUnseen(LoadedCode code, FunctionsSeen seen) {
        assertEquals(
                ErrorCode.FUNCTIONS_UNSEEN,
                assertThrows(Fault.class, () -> code.requireSeen(seen)).code());
    }

    private static Map<String, String> runs(String functions) {
        return Map.of(PostgresEngine.RUNS_WHEN_LOADED, functions);
    }

    private LoadedCode told(Map<String, String> details, String sha256) {
        return told(details, sha256, new Destination.Live());
    }

    private LoadedCode told(Map<String, String> details, String sha256, Destination destination) {
        return LoadedCode.of(engine(PostgresServer.SUPERUSER), details, sha256, destination)
                .orElseThrow();
    }

    private static FunctionsSeen seen(LoadedCode code) {
        return FunctionsSeen.by(Optional.of(code.digest()), Set::of);
    }

    private PostgresEngine engine(String role) {
        return new PostgresEngine(PostgresSettings.of(server.address(DATABASE, role)));
    }
}
