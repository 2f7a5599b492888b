package org.safeward.engine.postgresql.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Warning;

/** What acts when rows come and go does not act on those that a restore brings, and is as it was afterwards. */
@NeedsPostgres
@ExtendWith(PostgresServer.Shared.class)
class ActingPartsTest {
    private static final String STATES =
            "SELECT (SELECT string_agg(tgname || tgenabled::text, ' ' ORDER BY tgname) FROM pg_trigger WHERE NOT tgisinternal)"
                    + " || (SELECT string_agg(rulename || ev_enabled::text, ' ' ORDER BY rulename) FROM pg_rewrite"
                    + " WHERE ev_class = 'stock'::regclass)";

    private PostgresServer server;
    private PartsDatabase live;

    @BeforeEach
    void stock(PostgresServer shared) {
        server = shared;
        live = new PartsDatabase(
                server,
                "parts_acting",
                "CREATE TABLE seen (what text)",
                "CREATE TABLE stock (id int PRIMARY KEY, n int)",
                "CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN INSERT INTO public.seen VALUES (TG_NAME || ' ' || TG_OP); RETURN COALESCE(NEW, OLD); END $$",
                "INSERT INTO stock SELECT i, i FROM generate_series(1, 5) i",
                "CREATE TRIGGER usual BEFORE INSERT OR UPDATE OR DELETE ON stock FOR EACH ROW EXECUTE FUNCTION see()",
                "CREATE TRIGGER \"Replica\" AFTER INSERT OR DELETE ON stock FOR EACH ROW EXECUTE FUNCTION see()",
                "CREATE TRIGGER ever AFTER INSERT OR DELETE ON stock EXECUTE FUNCTION see()",
                "CREATE TRIGGER off AFTER INSERT OR DELETE ON stock EXECUTE FUNCTION see()",
                "CREATE TRIGGER emptied BEFORE TRUNCATE ON stock EXECUTE FUNCTION see()",
                "CREATE CONSTRAINT TRIGGER late AFTER INSERT OR DELETE ON stock DEFERRABLE INITIALLY DEFERRED"
                        + " FOR EACH ROW EXECUTE FUNCTION see()",
                "ALTER TABLE stock ENABLE REPLICA TRIGGER \"Replica\", ENABLE ALWAYS TRIGGER ever, DISABLE TRIGGER off",
                "CREATE RULE kept AS ON DELETE TO stock DO INSTEAD NOTHING",
                "CREATE RULE told AS ON INSERT TO stock DO ALSO INSERT INTO seen VALUES ('rule')",
                "CREATE RULE quiet AS ON UPDATE TO stock DO INSTEAD NOTHING",
                "ALTER TABLE stock DISABLE RULE quiet",
                "ALTER TABLE stock ENABLE ALWAYS RULE kept");
        live.backUp();
    }

    @AfterEach
    void drop() {
        live.drop();
    }

    @Test
    void noTriggerAndNoRuleRunsAndEachHasItsStateAgain() {
        String before = live.portrait();
        String states = live.ask(STATES);
        server.sql(
                "parts_acting",
                "SET session_replication_role = replica",
                "ALTER TABLE public.stock DISABLE TRIGGER ever",
                "INSERT INTO public.stock VALUES (77, 77)",
                "UPDATE public.stock SET n = 0",
                "ALTER TABLE public.stock ENABLE ALWAYS TRIGGER ever",
                "TRUNCATE public.seen");
        live.restore("public.stock");
        assertEquals(before, live.portrait());
        assertEquals(states, live.ask(STATES));
    }

    @Test
    void whatATableHasAroundItStays() {
        server.role("parts_reader", "NOLOGIN");
        live.sql(
                "CREATE VIEW many AS SELECT * FROM stock WHERE n > 2",
                "GRANT SELECT (n) ON stock TO parts_reader",
                "COMMENT ON TABLE stock IS 'what we have'",
                "ALTER TABLE stock ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY none ON stock FOR SELECT TO parts_reader USING (n > 4)",
                "CREATE MATERIALIZED VIEW kept_sum AS SELECT sum(n) FROM stock",
                "CREATE VIEW through AS SELECT n FROM many",
                "CREATE MATERIALIZED VIEW of_view AS SELECT n FROM through",
                "CREATE MATERIALIZED VIEW others AS SELECT what FROM seen",
                "CREATE STATISTICS st ON id, n FROM stock",
                "CREATE FUNCTION total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(n) FROM stock; END");
        String before = live.portrait();
        String oids =
                "SELECT string_agg(oid::text, ' ' ORDER BY oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace";
        String same = live.ask(oids);
        live.sql("ALTER TABLE stock DISABLE RULE kept, DISABLE TRIGGER USER");
        live.sql("DELETE FROM stock WHERE id = 2");
        live.sql(
                "ALTER TABLE stock ENABLE TRIGGER usual, ENABLE REPLICA TRIGGER \"Replica\", ENABLE ALWAYS TRIGGER ever,"
                        + " ENABLE TRIGGER emptied, ENABLE TRIGGER late, ENABLE ALWAYS RULE kept");
        assertEquals(List.of("public.kept_sum", "public.of_view"), warnings());
        assertEquals(before, live.portrait());
        assertEquals(same, live.ask(oids));
    }

    /** A trigger that refuses would hinder whoever does not have it rest. */
    @Test
    void aTriggerThatRefusesAnythingHindersNobody() {
        live.sql(
                "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'never'; END $$",
                "CREATE TRIGGER guard BEFORE INSERT OR DELETE OR TRUNCATE ON stock EXECUTE FUNCTION never()",
                "ALTER TABLE stock ENABLE ALWAYS TRIGGER guard");
        live.restore("public.stock");
        assertEquals("A", live.ask("SELECT tgenabled FROM pg_trigger WHERE tgname = 'guard'"));
    }

    @Test
    void aPublishedTableWithoutIdentityIsRefusedWithTheReason() {
        server.sql(
                "parts_acting",
                "ALTER TABLE public.stock DROP CONSTRAINT stock_pkey",
                "CREATE PUBLICATION everything FOR TABLE public.stock");
        var fault = live.refuses(ErrorCode.PARTS_IMPOSSIBLE, () -> live.restore("public.stock"));
        assertTrue(fault.getMessage().contains("replica identity"), fault.getMessage());
        server.sql("parts_acting", "ALTER TABLE public.stock REPLICA IDENTITY FULL");
        live.restore("public.stock");
    }

    /** What is published is the partitioned table, and what the deletes go to is the partition. */
    @Test
    void aPublishedPartitionWithoutIdentityIsRefusedWithTheReason() {
        live.sql(
                "CREATE TABLE sales (y int) PARTITION BY LIST (y)",
                "CREATE TABLE sales_1 PARTITION OF sales FOR VALUES IN (1)",
                "CREATE TABLE codes (code int NOT NULL)",
                "CREATE UNIQUE INDEX code ON codes (code)",
                "ALTER TABLE codes REPLICA IDENTITY USING INDEX code",
                "INSERT INTO sales VALUES (1)",
                "INSERT INTO codes VALUES (1)");
        live.backUp();
        server.sql(
                "parts_acting",
                "CREATE PUBLICATION whole FOR TABLE public.sales, public.codes WITH (publish_via_partition_root)");
        var fault = live.refuses(ErrorCode.PARTS_IMPOSSIBLE, () -> live.restore("public.sales"));
        assertTrue(fault.getMessage().contains("public.sales_1 is published"), fault.getMessage());
        live.restore("public.codes");
        live.sql("DROP INDEX code");
        fault = live.refuses(ErrorCode.PARTS_IMPOSSIBLE, () -> live.restore("public.codes"));
        assertTrue(fault.getMessage().contains("public.codes is published"), fault.getMessage());
    }

    /** They run for whoever alters a table. One that a superuser has made to refuse that, refuses this. */
    @Test
    void anEventTriggerThatRefusesEndsItAndNothingHasChanged() {
        server.sql(
                "parts_acting",
                "CREATE FUNCTION public.no_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no ddl'; END $$",
                "CREATE EVENT TRIGGER no_ddl ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION public.no_ddl()");
        var fault = live.refuses(ErrorCode.DATABASE_ERROR, () -> live.restore("public.stock"));
        assertTrue(fault.getMessage().contains("no ddl"), fault.getMessage());
        server.sql("parts_acting", "DROP EVENT TRIGGER no_ddl");
    }

    /** Restores and returns what was warned of. */
    private List<String> warnings() {
        var warnings = new ArrayList<String>();
        live.run(() -> {}, new Warned(warnings), Optional.empty(), "public.stock");
        return warnings;
    }

    private record Warned(List<String> objects) implements Work {
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
            objects.add(warning.object());
        }
    }
}
