package org.safeward.engine.postgresql.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fault.ErrorCode;

/** Rows that are older than a check, which was therefore made NOT VALID. */
@NeedsPostgres
@ExtendWith(PostgresServer.Shared.class)
class NotValidChecksTest {
    private PartsDatabase live;

    @BeforeEach
    void old(PostgresServer server) {
        live = new PartsDatabase(
                server,
                "parts_not_valid",
                "CREATE TABLE old (x int)",
                "INSERT INTO old VALUES (-1), (1)",
                "ALTER TABLE old ADD CONSTRAINT \"Pos; x\" CHECK (x > 0) NOT VALID, ADD CONSTRAINT small CHECK (x < 100)",
                "COMMENT ON CONSTRAINT \"Pos; x\" ON old IS 'it''s for \\ new ones'",
                "CREATE TABLE sales (y int, x int) PARTITION BY LIST (y)",
                "CREATE TABLE sales_1 PARTITION OF sales FOR VALUES IN (1)",
                "INSERT INTO sales VALUES (1, -1)",
                "ALTER TABLE sales_1 ADD CONSTRAINT its_own CHECK (x > 5) NOT VALID",
                "ALTER TABLE sales ADD CONSTRAINT pos CHECK (x > 0) NOT VALID",
                "COMMENT ON CONSTRAINT pos ON sales_1 IS 'below'");
    }

    @AfterEach
    void drop() {
        live.drop();
    }

    @Test
    void rowsThatAreOlderComeBackAndTheCheckIsWhatItWas() {
        live.backUp();
        String before = live.portrait();
        live.sql("DELETE FROM old", "DELETE FROM sales");
        live.restore("public.old", "public.sales");
        assertEquals(before, live.portrait());
    }

    /** The safety backup has such rows, and the older backup that was restored has neither rows nor check. */
    @Test
    void anUndoBringsThemBackToo() {
        live.sql("CREATE TABLE late (x int)");
        live.backUp();
        live.sql("INSERT INTO late VALUES (-1)", "ALTER TABLE late ADD CONSTRAINT pos CHECK (x > 0) NOT VALID");
        live.restore("public.late");
        live.sql("INSERT INTO late VALUES (7)", "ALTER TABLE late DROP CONSTRAINT pos", "INSERT INTO late VALUES (-1)");
        live.sql("ALTER TABLE late ADD CONSTRAINT pos CHECK (x > 0) NOT VALID");
        live.backUp();
        live.sql("DELETE FROM late");
        live.restore("public.late");
        assertEquals("2 6", live.ask("SELECT count(*) || ' ' || sum(x) FROM late"));
    }

    @Test
    void oneThatIsValidNowOrIsAnotherHolds() {
        live.backUp();
        live.sql("DELETE FROM old WHERE x < 0", "ALTER TABLE old VALIDATE CONSTRAINT \"Pos; x\"");
        live.refuses(ErrorCode.PARTS_VIOLATED, () -> live.restore("public.old"));
        live.sql(
                "ALTER TABLE old DROP CONSTRAINT \"Pos; x\"",
                "ALTER TABLE old ADD CONSTRAINT \"Pos; x\" CHECK (x > 1) NOT VALID");
        live.refuses(ErrorCode.PARTS_VIOLATED, () -> live.restore("public.old"));
    }

    /** Large tables are validated partition by partition. */
    @Test
    void aPartitionWhoseRowsHaveBeenValidatedStaysSo() {
        live.sql(
                "CREATE TABLE sales_2 PARTITION OF sales FOR VALUES IN (2)",
                "INSERT INTO sales VALUES (2, 7)",
                "ALTER TABLE sales_2 VALIDATE CONSTRAINT pos");
        live.backUp();
        String valid =
                "SELECT string_agg(conrelid::regclass || ' ' || convalidated, ',' ORDER BY conrelid::regclass::text)"
                        + " FROM pg_constraint WHERE conname = 'pos'";
        String before = live.ask(valid);
        String rows = live.portrait();
        live.sql("DELETE FROM sales");
        live.restore("public.sales");
        assertEquals(before, live.ask(valid));
        assertEquals("sales false,sales_1 false,sales_2 true", before);
        assertEquals(rows, live.portrait());
        live.sql("ALTER TABLE sales DROP CONSTRAINT pos", "UPDATE sales SET x = -7 WHERE y = 2");
        live.sql("ALTER TABLE sales ADD CONSTRAINT pos CHECK (x > 0) NOT VALID");
        live.backUp();
        live.sql("UPDATE sales SET x = 7 WHERE y = 2", "ALTER TABLE sales_2 VALIDATE CONSTRAINT pos");
        live.refuses(ErrorCode.PARTS_VIOLATED, () -> live.restore("public.sales"));
    }

    /** It can be taken off the partitioned table alone. */
    @Test
    void aPartitionHasItFromItsTable() {
        live.backUp();
        live.sql("DELETE FROM sales");
        live.refuses(ErrorCode.PARTS_VIOLATED, () -> live.restore("public.sales_1"));
    }

    /** What raises may be anything, and says neither a table nor a constraint. */
    @Test
    void whatAFunctionRaisesIsToldInItsWords() {
        live.backUp();
        live.sql(
                "DELETE FROM old",
                "CREATE FUNCTION never(int) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE 'not so' USING ERRCODE = 'check_violation'; END $$",
                "ALTER TABLE old ADD CHECK (never(x))");
        var fault = live.refuses(ErrorCode.PARTS_VIOLATED, () -> live.restore("public.old"));
        assertEquals("a function", fault.arguments().get(0));
        assertEquals(true, fault.arguments().get(2).startsWith("not so"), fault.getMessage());
    }
}
