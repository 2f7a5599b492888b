package org.safeward.engine.postgresql.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;

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
}
