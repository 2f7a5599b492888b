package org.safeward.engine.postgresql.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Rows come back, and all around them stays as it was. */
@NeedsPostgres
@ExtendWith(PostgresServer.Shared.class)
class ReplacedRowsTest {
    private PartsDatabase live;

    @BeforeEach
    void shop(PostgresServer server) {
        live = new PartsDatabase(
                server,
                "parts_rows",
                "CREATE TABLE customers (id serial PRIMARY KEY, name text NOT NULL)",
                "CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, net numeric(8, 2),"
                        + " gross numeric GENERATED ALWAYS AS (net * 1.2) STORED,"
                        + " customer int CONSTRAINT of_customer REFERENCES customers ON DELETE CASCADE)",
                "COMMENT ON CONSTRAINT of_customer ON orders IS 'whose'",
                "CREATE VIEW sums AS SELECT sum(gross) FROM orders",
                "INSERT INTO customers (name) SELECT 'c' || i FROM generate_series(1, 10) i",
                "INSERT INTO orders (net, customer) SELECT i, i FROM generate_series(1, 10) i");
    }

    @AfterEach
    void drop() {
        live.drop();
    }

    @Test
    void theRowsOfOneTableComeBackAndNothingElseChanges() {
        live.backUp();
        String before = live.portrait();
        String oid = live.ask("SELECT 'orders'::regclass::oid");
        live.sql("DELETE FROM orders WHERE id > 3", "UPDATE orders SET net = 0");
        live.restore("public.orders");
        assertEquals(before, live.portrait());
        assertEquals(oid, live.ask("SELECT 'orders'::regclass::oid"));
        assertEquals("10", live.ask("SELECT reltuples FROM pg_class WHERE relname = 'orders'"), "it was analysed");
        live.assertNothingLeft();
    }

    @Test
    void aCopyIsMadeBesideWithItsOwnValuesAndThePrimaryKey() {
        live.backUp();
        live.sql("DELETE FROM orders WHERE id > 3", "UPDATE orders SET net = 0");
        live.into("_then", "public.orders", "public.customers");
        assertEquals(
                "10 55.00 66.000", live.ask("SELECT concat_ws(' ', count(*), sum(net), sum(gross)) FROM orders_then"));
        assertEquals("3 0.00", live.ask("SELECT concat_ws(' ', count(*), sum(net)) FROM orders"));
        assertEquals("10", live.ask("SELECT count(*) FROM customers_then"));
        assertEquals(
                "id",
                live.ask(
                        "SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)"
                                + " WHERE indrelid = 'orders_then'::regclass AND indisprimary"));
        live.assertNothingLeft();
    }

    /** Numbers that were given out since the backup stay given out, and those of rows that come back too. */
    @Test
    void sequencesGoOnBehindTheGreaterOfBoth() {
        live.sql(
                "CREATE SEQUENCE down INCREMENT -1 MAXVALUE 1000 START 1000",
                "CREATE SEQUENCE shared CACHE 5",
                "CREATE TABLE lots (id int DEFAULT nextval('down'), s int DEFAULT nextval('shared'), k serial)",
                "INSERT INTO lots SELECT FROM generate_series(1, 10)");
        live.backUp();
        String before = live.portrait();
        live.restore("public.lots");
        assertEquals(before, live.portrait());
        live.sql("SELECT setval('down', 995), setval('shared', 700), setval('lots_k_seq', 1, false)", "TRUNCATE lots");
        live.restore("public.lots");
        assertEquals(
                "990 701 11",
                live.ask("SELECT concat_ws(' ', nextval('down'), nextval('shared'), nextval('lots_k_seq'))"));
        live.sql("SELECT setval('down', 5)");
        live.restore("public.lots");
        assertEquals("4", live.ask("SELECT nextval('down')"));
    }

    /** What the sequence would give next are numbers of rows that came back. */
    @Test
    void aSequenceThatAColumnHasGotSinceGoesOnBehindTheRows() {
        live.sql(
                "CREATE TABLE plain (id int PRIMARY KEY, down bigint, t text)",
                "INSERT INTO plain VALUES (1, -3, 'x'), (40, -80, 'y'), (41, NULL, 'z'), (9000, -2, 'far')");
        live.backUp();
        live.sql(
                "CREATE SEQUENCE up MAXVALUE 100 OWNED BY plain.id",
                "CREATE SEQUENCE down INCREMENT -1",
                "CREATE SEQUENCE name",
                "ALTER TABLE plain ALTER id SET DEFAULT nextval('up'), ALTER down SET DEFAULT nextval('down'), ALTER t SET DEFAULT nextval('name')",
                "DELETE FROM plain");
        live.restore("public.plain");
        assertEquals("42 -81 1", live.ask("SELECT concat_ws(' ', nextval('up'), nextval('down'), nextval('name'))"));
        assertEquals("4", live.ask("SELECT count(*) FROM plain"));
    }

    @Test
    void aSequenceThatCannotGoOnIsNamedBeforeAnythingHappens(PostgresServer server) throws IOException {
        live.backUp();
        live.sql("ALTER SEQUENCE customers_id_seq MAXVALUE 9 RESTART 3");
        assertStopsAtCheck("public.customers_id_seq has to go on from 10, and counts from 1 to 9");
        live.sql(
                "ALTER SEQUENCE customers_id_seq NO MAXVALUE OWNED BY NONE",
                "GRANT ALL ON SEQUENCE customers_id_seq TO " + PartsDatabase.OWNER);
        server.sql("parts_rows", "ALTER SEQUENCE public.customers_id_seq OWNER TO postgres");
        server.sql("parts_rows", "GRANT ALL ON SEQUENCE public.customers_id_seq TO " + PartsDatabase.OWNER);
        assertStopsAtCheck("public.customers_id_seq has to go on from 10, and the role does not own it");
        server.sql("parts_rows", "SELECT setval('public.customers_id_seq', 10)");
        live.restore("public.customers");
    }

    private void assertStopsAtCheck(String why) throws IOException {
        try (var staging = live.stage(Work.UNWATCHED, Optional.empty(), "public.customers")) {
            var fault = assertThrows(Fault.class, () -> staging.check(Work.UNWATCHED));
            assertEquals(ErrorCode.PARTS_IMPOSSIBLE, fault.code());
            assertTrue(fault.getMessage().contains(why), fault.getMessage());
        }
    }

    @Test
    void aSequenceIsWhereItWasWhenNothingIsCommitted() {
        live.backUp();
        live.sql("SELECT setval('orders_id_seq', 2)", "DELETE FROM orders", "DELETE FROM customers WHERE id = 7");
        live.refuses(ErrorCode.PARTS_VIOLATED, () -> live.restore("public.orders"));
        live.refuses(
                ErrorCode.CLAIM_LOST,
                () -> live.run(
                        () -> {
                            throw new Fault(ErrorCode.CLAIM_LOST, "shop");
                        },
                        Work.UNWATCHED,
                        Optional.empty(),
                        "public.orders",
                        "public.customers"));
        assertEquals("2", live.ask("SELECT last_value FROM orders_id_seq"));
    }

    /** What text has to say of every kind of value, under settings of the database that would write and read it otherwise. */
    @Test
    void everyKindOfValueComesBackAsItWas(PostgresServer server) {
        live.sql(
                "CREATE TABLE kinds (a timestamptz, b bytea, c interval, d money, e float8, f text[], g jsonb, h xml, i date, j \"char\","
                        + " k regclass, l tsvector, m bit varying, n inet, o text, p uuid, q numeric, r point, s int4multirange)",
                "INSERT INTO kinds VALUES ('1999-12-31 23:59:59.999999+02', '\\x00ff5c', '1 mon -2 days 03:04:05.6', 12.34, 0.1::float8 + 0.2,"
                        + " '{NULL,\"\",\"a\\\\\\\"b\"}', '{\"a\": [1e400]}', '<a/>', '0044-03-15 BC', 'x', 'orders', 'a:1 b', B'101', '::1/64',"
                        + " E'\\t\\n\\r\\\\.\\\\N', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'NaN', '(1e-300,-0)', '{[1,2),[5,6)}')",
                "INSERT INTO kinds (e, o) VALUES ('-Infinity', repeat('x', 300000)), ('NaN', ''), (NULL, NULL)",
                "CREATE UNLOGGED TABLE fleeting (a int)",
                "INSERT INTO fleeting VALUES (1)",
                "CREATE TABLE nothing ()",
                "INSERT INTO nothing DEFAULT VALUES");
        for (String setting : new String[] {
            "timezone TO 'Asia/Kolkata'", "datestyle TO 'SQL, DMY'", "intervalstyle TO 'sql_standard'",
                    "bytea_output TO 'escape'",
            "extra_float_digits TO '-15'", "array_nulls TO off", "xmlbinary TO hex", "search_path TO public, pg_catalog"
        }) {
            server.sql("postgres", "ALTER DATABASE parts_rows SET " + setting);
        }
        live.backUp();
        String before = live.portrait();
        live.sql("DELETE FROM kinds", "DELETE FROM fleeting", "INSERT INTO nothing DEFAULT VALUES");
        live.restore("public.kinds", "public.fleeting", "public.nothing");
        assertEquals(before, live.portrait());
        live.into("_x", "public.kinds", "public.nothing");
        assertEquals("", live.ask("SELECT a::text FROM kinds EXCEPT SELECT a::text FROM kinds_x"));
    }

    @Test
    void aTableThatWasEmptyIsEmptyAgain() {
        live.sql("CREATE TABLE none (a int)");
        live.backUp();
        live.sql("INSERT INTO none VALUES (1)");
        live.restore("public.none");
        assertEquals("0", live.ask("SELECT count(*) FROM none"));
    }

    @Test
    void aScriptOfOthersAndADegradedBackup() {
        live.script(
                "CREATE TABLE public.customers (id int, name text); INSERT INTO public.customers VALUES (1, 'theirs');");
        live.sql("DELETE FROM orders");
        live.restore("public.customers");
        assertEquals("1 theirs", live.ask("SELECT id || ' ' || name FROM customers"));
        live.script("{\"safeward_json\": 1}");
        live.refuses(ErrorCode.PARTS_IMPOSSIBLE, () -> live.restore("public.customers"));
    }
}
