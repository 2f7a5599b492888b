package org.safeward.engine.postgresql.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.safeward.engine.Destination;
import org.safeward.engine.PartsOutlook;
import org.safeward.engine.PartsOutlook.Link;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What somebody who is about to restore some tables is told of the live ones. */
@NeedsPostgres
@ExtendWith(PostgresServer.Shared.class)
class PartsLookTest {
    private static final String NAME = "parts_look";

    private PostgresServer server;
    private PartsDatabase live;

    @BeforeEach
    void shop(PostgresServer shared) {
        server = shared;
        live = new PartsDatabase(
                server,
                NAME,
                "CREATE TABLE customers (id serial PRIMARY KEY)",
                "CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, above int CONSTRAINT above REFERENCES orders,"
                        + " customer int CONSTRAINT by REFERENCES customers)",
                "CREATE TABLE lines (\"order\" int CONSTRAINT \"of\" REFERENCES orders)",
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER \"On\" BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f()",
                "CREATE TRIGGER off BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f()",
                "ALTER TABLE orders DISABLE TRIGGER off",
                "CREATE RULE told AS ON DELETE TO orders DO ALSO NOTHING");
    }

    @AfterEach
    void drop() {
        live.drop();
    }

    @Test
    void tellsOfKeysTriggersAndSequences() {
        var seen = look(Optional.empty(), "public.orders");
        assertEquals(
                List.of(
                        new Link("by", "public.orders", "public.customers"),
                        new Link("of", "public.lines", "public.orders")),
                seen.links());
        assertEquals(List.of("trigger \"On\" of public.orders", "rule told of public.orders"), seen.silenced());
        assertEquals(List.of("public.orders_id_seq"), seen.sequences());
        assertEquals(List.of(), seen.obstacles());
        assertEquals(
                List.of(new Link("of", "public.lines", "public.orders")),
                look(Optional.empty(), "public.orders", "public.customers").links());
    }

    @Test
    void obstaclesAreNamedInTheOrderOfTheTables() {
        server.sql(NAME, "ALTER TABLE public.lines DISABLE TRIGGER ALL", "CREATE TABLE public.foreigner (a int)");
        live.sql(
                "CREATE TABLE hidden (a int)",
                "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY");
        var seen = look(
                Optional.empty(),
                "public.gone",
                "public.orders",
                "public.customers",
                "public.foreigner",
                "public.hidden");
        assertEquals(
                List.of("public.gone", "public.orders", "public.foreigner", "public.hidden"),
                seen.obstacles().stream().map(PartsOutlook.Obstacle::table).toList());
        assertEquals(ErrorCode.PARTS_DIFFER, seen.obstacles().get(0).why().code());
        assertTrue(seen.obstacles().get(1).why().getMessage().contains("of of public.lines"));
        assertTrue(seen.obstacles().get(2).why().getMessage().contains("does not own"));
        assertTrue(seen.obstacles().get(3).why().getMessage().contains("row security"));
    }

    @Test
    void ofCopiesOnlyTheirNamesCount() {
        live.sql("CREATE VIEW lines_x AS SELECT 1");
        var seen = look(Optional.of("_x"), "public.orders", "public.lines", "gone.gone");
        assertEquals(
                List.of("public.lines"),
                seen.obstacles().stream().map(PartsOutlook.Obstacle::table).toList());
        assertEquals(ErrorCode.PARTS_TAKEN, seen.obstacles().get(0).why().code());
        assertTrue(seen.links().isEmpty()
                && seen.silenced().isEmpty()
                && seen.sequences().isEmpty());
    }

    @Test
    void withoutAPlaceToStageItIsImpossible() {
        server.role(PartsDatabase.OWNER, "NOCREATEDB");
        var fault = assertThrows(Fault.class, () -> look(Optional.empty(), "public.orders"));
        assertEquals(ErrorCode.PARTS_IMPOSSIBLE, fault.code());
        server.role(PartsDatabase.OWNER, "CREATEDB");
        live.backUp();
        server.role(PartsDatabase.OWNER, "NOCREATEDB");
        live.refuses(ErrorCode.PARTS_IMPOSSIBLE, () -> live.restore("public.orders"));
        server.role(PartsDatabase.OWNER, "CREATEDB");
        server.drop(NAME);
        assertEquals(
                ErrorCode.PARTS_IMPOSSIBLE,
                assertThrows(Fault.class, () -> live.restore("public.orders")).code());
    }

    private PartsOutlook look(Optional<String> into, String... tables) {
        return live.engine().outlook(new Destination.Parts(List.of(tables), into), Work.UNWATCHED);
    }
}
