package org.safeward.engine.postgresql.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Constraints between the rows that come back and those that stay. */
@NeedsPostgres
@ExtendWith(PostgresServer.Shared.class)
class KeysOfPartsTest {
    private PostgresServer server;
    private PartsDatabase live;

    /** Keys of every kind that point in a circle: team to boss, boss to team, a person to a person, a log to all of them. */
    @BeforeEach
    void company(PostgresServer shared) {
        server = shared;
        live = new PartsDatabase(
                server,
                "parts_keys",
                "CREATE TABLE teams (area int, id int, boss int, PRIMARY KEY (area, id))",
                "CREATE TABLE people (id int PRIMARY KEY, mail text UNIQUE DEFERRABLE INITIALLY DEFERRED, area int, team int, mentor int,"
                        + " CONSTRAINT team FOREIGN KEY (area, team) REFERENCES teams ON UPDATE CASCADE ON DELETE CASCADE,"
                        + " CONSTRAINT mentor FOREIGN KEY (mentor) REFERENCES people DEFERRABLE INITIALLY DEFERRED)",
                "ALTER TABLE teams ADD CONSTRAINT boss FOREIGN KEY (boss) REFERENCES people ON DELETE SET NULL DEFERRABLE",
                "CREATE TABLE log (id int PRIMARY KEY, who int CONSTRAINT \"Who; did\" REFERENCES people ON DELETE CASCADE)",
                "COMMENT ON CONSTRAINT \"Who; did\" ON log IS 'it''s somebody'",
                "CREATE TABLE loose (who int)",
                "INSERT INTO loose VALUES (4711)",
                "ALTER TABLE loose ADD CONSTRAINT loose_who FOREIGN KEY (who) REFERENCES people NOT VALID",
                "INSERT INTO teams SELECT 1, i FROM generate_series(1, 5) i",
                "INSERT INTO people SELECT i, i || '@x', 1, 1 + i % 5, 21 - i FROM generate_series(1, 20) i",
                "UPDATE teams SET boss = id",
                "INSERT INTO log SELECT i, i FROM generate_series(1, 20) i");
        live.backUp();
    }

    @AfterEach
    void drop() {
        live.drop();
    }

    @Test
    void noReferentialActionRunsAndEveryKeyIsTheSameAfterwards() {
        String before = live.portrait();
        String states =
                "SELECT string_agg(conname || convalidated || condeferrable || condeferred, ' ' ORDER BY conname) FROM pg_constraint"
                        + " WHERE contype = 'f'";
        String keys = live.ask(states);
        live.sql(
                "UPDATE people SET mail = 'other', mentor = NULL WHERE id < 2",
                "DELETE FROM log WHERE who > 18",
                "DELETE FROM people WHERE id = 20");
        live.restore("public.people");
        assertEquals("18", live.ask("SELECT count(*) FROM log"));
        assertEquals("5", live.ask("SELECT count(boss) FROM teams"));
        live.restore("public.log", "public.teams");
        assertEquals(before, live.portrait());
        assertEquals(keys, live.ask(states));
    }

    @Test
    void aKeptRowThatRefersToARowThatWouldGoIsNamed() {
        live.sql("INSERT INTO people VALUES (99, 'new@x', 1, 1)", "INSERT INTO log VALUES (500, 99)");
        var fault = live.refuses(ErrorCode.PARTS_VIOLATED, () -> live.restore("public.people"));
        assertNames(fault, "Who; did", "public.log", "(who)=(99)");
        live.restore("public.people", "public.log");
        assertEquals("0", live.ask("SELECT count(*) FROM log WHERE who = 99"));
    }

    @Test
    void aRowThatComesBackAndRefersToOneThatIsGoneIsNamed() {
        live.sql("UPDATE people SET mentor = NULL", "DELETE FROM teams WHERE id = 3");
        var fault = live.refuses(ErrorCode.PARTS_VIOLATED, () -> live.restore("public.people"));
        assertNames(fault, "team", "public.people", "(area, team)=(1, 3)");
        live.restore("public.people", "public.teams");
        assertEquals("5", live.ask("SELECT count(*) FROM teams"));
    }

    @Test
    void aKeyThatIsNotValidStaysSoAndHoldsNothingUp() {
        live.sql("INSERT INTO people VALUES (99, 'new@x', 1, 1)", "INSERT INTO loose VALUES (99)");
        live.restore("public.people");
        assertEquals("false", live.ask("SELECT convalidated::text FROM pg_constraint WHERE conname = 'loose_who'"));
        assertEquals("2", live.ask("SELECT count(*) FROM loose"));
    }

    @Test
    void rulesThatTheLiveTableHasGotSinceHold() {
        live.sql(
                "CREATE EXTENSION IF NOT EXISTS btree_gist",
                "UPDATE people SET area = 2 WHERE false",
                "ALTER TABLE log ADD CONSTRAINT small CHECK (id < 20) NOT VALID");
        assertNames(
                live.refuses(ErrorCode.PARTS_VIOLATED, () -> live.restore("public.log")),
                "small",
                "public.log",
                "20, 20");
        live.sql(
                "ALTER TABLE log DROP CONSTRAINT small",
                "DELETE FROM log WHERE who % 2 = 0",
                "UPDATE log SET who = who + 1",
                "ALTER TABLE log ADD COLUMN half int GENERATED ALWAYS AS (id / 2) STORED",
                "ALTER TABLE log DROP COLUMN half",
                "CREATE UNIQUE INDEX odd ON log ((who / 2))");
        assertNames(
                live.refuses(ErrorCode.PARTS_VIOLATED, () -> live.restore("public.log")), "odd", "public.log", "=(1)");
        live.sql("DROP INDEX odd", "ALTER TABLE log ADD CONSTRAINT apart EXCLUDE USING gist ((who / 2) WITH =)");
        assertNames(
                live.refuses(ErrorCode.PARTS_VIOLATED, () -> live.restore("public.log")), "apart", "public.log", "(1)");
        live.sql("ALTER TABLE log DROP CONSTRAINT apart", "ALTER TABLE teams ALTER boss SET NOT NULL");
        live.restore("public.log", "public.teams");
    }

    @Test
    void aColumnThatMayNotBeEmptyAnyMoreIsNamed() {
        live.sql("UPDATE people SET mentor = 1", "UPDATE people SET area = 1");
        live.sql("INSERT INTO people VALUES (30, 'n@x', 1, 1, NULL)");
        live.backUp();
        live.sql("DELETE FROM people WHERE id = 30", "ALTER TABLE people ALTER mentor SET NOT NULL");
        assertNames(
                live.refuses(ErrorCode.PARTS_VIOLATED, () -> live.restore("public.people")),
                "mentor",
                "public.people",
                "30");
    }

    @Test
    void whatADeferredConstraintWouldSayAtTheEndIsSaidBefore() {
        live.sql("ALTER TABLE people DROP CONSTRAINT people_mail_key", "UPDATE people SET mail = 'same'");
        live.backUp();
        live.sql(
                "UPDATE people SET mail = id",
                "ALTER TABLE people ADD CONSTRAINT mails UNIQUE (mail) DEFERRABLE INITIALLY DEFERRED");
        assertNames(
                live.refuses(ErrorCode.PARTS_VIOLATED, () -> live.restore("public.people")),
                "mails",
                "public.people",
                "same");
    }

    /** Nobody but a superuser could switch it off again. */
    @Test
    void aKeyThatASuperuserHasSwitchedOffIsRefused() {
        server.sql("parts_keys", "ALTER TABLE public.log DISABLE TRIGGER ALL");
        var fault = live.refuses(ErrorCode.PARTS_IMPOSSIBLE, () -> live.restore("public.people"));
        assertTrue(fault.getMessage().contains("Who; did"), fault.getMessage());
    }

    @Test
    void aTableOfSomebodyElseAtTheOtherEndIsRefused() {
        server.sql("parts_keys", "ALTER TABLE public.log OWNER TO postgres");
        var fault = live.refuses(ErrorCode.PARTS_IMPOSSIBLE, () -> live.restore("public.people"));
        assertTrue(fault.getMessage().contains("public.log"), fault.getMessage());
    }

    /** Owners do so that nothing is taken out of a log. */
    @Test
    void aRightThatTheOwnerHasTakenFromHimselfIsNamed() {
        live.sql("REVOKE DELETE ON log FROM " + PartsDatabase.OWNER);
        var fault = live.refuses(ErrorCode.PARTS_IMPOSSIBLE, () -> live.restore("public.log"));
        assertTrue(fault.getMessage().contains("may not DELETE in public.log"), fault.getMessage());
    }

    private static void assertNames(Fault fault, String constraint, String table, String row) {
        assertEquals(constraint, fault.arguments().get(0).replace("column ", ""));
        assertEquals(table, fault.arguments().get(1));
        assertTrue(fault.arguments().get(2).contains(row), fault.getMessage());
    }
}
