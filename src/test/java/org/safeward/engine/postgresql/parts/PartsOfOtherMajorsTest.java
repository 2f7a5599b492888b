package org.safeward.engine.postgresql.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;

/** The oldest server that we support, where triggers of partitions are the server's own, and the newest, which has more kinds of things. */
@NeedsPostgres
class PartsOfOtherMajorsTest {
    private static final String NAME = "parts_majors";
    private static final String STATES =
            "SELECT string_agg(tgrelid::regclass || tgname || tgenabled::text, ' ' ORDER BY tgrelid::regclass::text, tgname) FROM pg_trigger"
                    + " WHERE tgname !~ '^RI_'";

    private static final String[] SALES = {
        "CREATE TABLE sales (id int GENERATED ALWAYS AS IDENTITY, y int, n int, PRIMARY KEY (id, y)) PARTITION BY LIST (y)",
        "CREATE TABLE sales_1 PARTITION OF sales FOR VALUES IN (1)",
        "CREATE TABLE sales_2 PARTITION OF sales FOR VALUES IN (2)",
        "CREATE TABLE returns (sale int, y int, CONSTRAINT of FOREIGN KEY (sale, y) REFERENCES sales ON DELETE CASCADE)",
        "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'never'; END $$",
        "INSERT INTO sales (y, n) SELECT 1 + i % 2, i FROM generate_series(1, 100) i",
        "INSERT INTO returns SELECT id, y FROM sales WHERE id % 10 = 0",
        "CREATE TRIGGER never BEFORE INSERT OR DELETE ON sales FOR EACH ROW EXECUTE FUNCTION never()"
    };

    @Test
    void partitionsOfTheOldest() {
        try (var server = PostgresServer.started("oldest")) {
            var live = new PartsDatabase(server, NAME, SALES);
            live.backUp();
            String before = live.portrait();
            String states = live.ask(STATES);
            live.sql("UPDATE sales SET n = 0");
            live.restore("public.sales");
            assertEquals(before, live.portrait());
            assertEquals(states, live.ask(STATES));
            live.into("_x", "public.sales_1");
            assertEquals("50", live.ask("SELECT count(*) FROM sales_1_x"));
            live.drop();
        }
    }

    @Test
    void whatTheNewestHasBeside() {
        try (var server = PostgresServer.started("newest")) {
            var live = new PartsDatabase(server, NAME, SALES);
            live.sql(
                    "ALTER TABLE sales ADD twice int GENERATED ALWAYS AS (n * 2) VIRTUAL",
                    "CREATE TABLE loose (sale int, y int, CONSTRAINT told FOREIGN KEY (sale, y) REFERENCES sales NOT ENFORCED)",
                    "INSERT INTO loose VALUES (4711, 1)");
            live.script("CREATE TABLE public.sales (id int GENERATED ALWAYS AS IDENTITY, y int, n int,"
                    + " twice int GENERATED ALWAYS AS (n * 2) VIRTUAL, PRIMARY KEY (id, y)) PARTITION BY LIST (y);\n"
                    + "CREATE TABLE public.sales_any PARTITION OF public.sales DEFAULT;\n"
                    + "INSERT INTO public.sales (id, y, n) OVERRIDING SYSTEM VALUE SELECT i, 1 + i % 2, 7 FROM generate_series(1, 100) i;\n"
                    + "SELECT pg_catalog.setval('public.sales_id_seq', 900, true);\n");
            String states = live.ask(STATES);
            live.restore("public.sales");
            assertEquals("100 1400", live.ask("SELECT count(*) || ' ' || sum(twice) FROM sales"));
            assertEquals("901", live.ask("SELECT nextval('sales_id_seq')"));
            assertEquals(states, live.ask(STATES));
            assertEquals("false", live.ask("SELECT conenforced::text FROM pg_constraint WHERE conname = 'told'"));
            live.into("_x", "public.sales");
            assertEquals("1400", live.ask("SELECT sum(twice) FROM sales_x"));
            assertGapsComeBack(live);
            assertKeysStayValidPartByPart(live);
            live.drop();
        }
    }

    /** Since version 18 a column may have to be filled from now on, and be empty in rows that are older. */
    private static void assertGapsComeBack(PartsDatabase live) {
        String[] gaps = {
            "CREATE TABLE public.gaps (a int)",
            "INSERT INTO public.gaps VALUES (NULL)",
            "ALTER TABLE public.gaps ADD CONSTRAINT full_soon NOT NULL a NOT VALID"
        };
        live.sql(gaps);
        live.script(String.join(";\n", gaps) + ";\n");
        live.sql("DELETE FROM gaps");
        live.restore("public.gaps");
        live.into("_then", "public.gaps");
        assertEquals("1 1", live.ask("SELECT (SELECT count(*) FROM gaps) || ' ' || (SELECT count(*) FROM gaps_then)"));
        assertEquals("false", live.ask("SELECT convalidated::text FROM pg_constraint WHERE conname = 'full_soon'"));
    }

    private static void assertKeysStayValidPartByPart(PartsDatabase live) {
        String[] uses = {
            "CREATE TABLE public.keys (x int PRIMARY KEY)",
            "CREATE TABLE public.uses (x int, y int) PARTITION BY LIST (y)",
            "CREATE TABLE public.uses_1 PARTITION OF public.uses FOR VALUES IN (1)",
            "CREATE TABLE public.uses_2 PARTITION OF public.uses FOR VALUES IN (2)",
            "INSERT INTO public.keys VALUES (1)",
            "INSERT INTO public.uses VALUES (1, 1), (9, 2)",
            "ALTER TABLE public.uses ADD CONSTRAINT of_key FOREIGN KEY (x) REFERENCES public.keys NOT VALID",
            "ALTER TABLE public.uses_1 VALIDATE CONSTRAINT of_key"
        };
        live.sql(uses);
        live.script(String.join(";\n", uses) + ";\n");
        String valid =
                "SELECT string_agg(conrelid::regclass || ' ' || convalidated, ',' ORDER BY conrelid::regclass::text)"
                        + " FROM pg_constraint WHERE conname = 'of_key'";
        assertEquals("uses false,uses_1 true,uses_2 false", live.ask(valid));
        live.sql("DELETE FROM uses");
        live.restore("public.uses");
        live.restore("public.keys");
        assertEquals("uses false,uses_1 true,uses_2 false", live.ask(valid));
        assertEquals("2", live.ask("SELECT count(*) FROM uses"));
    }
}
