package org.safeward.engine.postgresql.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.BaseConnection;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.connection.OneStatement;
import org.safeward.engine.postgresql.connection.OwnSettings;
import org.safeward.engine.postgresql.connection.OwnTransaction;
import org.safeward.engine.postgresql.connection.ProvenCommit;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.connection.SqlFault;
import org.safeward.engine.postgresql.content.RowsTaken;
import org.safeward.engine.postgresql.sql.CopyStatement;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What a statement of a script may do to the session that it runs in. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class OneStatementTest {
    private static final String DATABASE = "one_statement";

    private final PostgresServer server;
    private Session session;

    OneStatementTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() {
        server.create(DATABASE);
        session = server.session(DATABASE);
        session.execute("CREATE TABLE public.t AS SELECT generate_series(1, 100) AS a");
    }

    @AfterEach
    void close() {
        session.close();
        server.drop(DATABASE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; COMMIT",
                "DELETE FROM t; COMMIT; SELECT 1",
                "CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'select 1'; COMMIT; SELECT 1 AS end",
                "INSERT INTO t VALUES (1) RETURNING a; ROLLBACK",
                "SET work_mem = '1MB'; BEGIN"
            })
    void aSecondStatementIsRefusedByTheServer(String sql) {
        session.begin();
        var script = ScriptSession.in(session, new RowsTaken());
        script.execute(statement("DELETE FROM public.t"));
        var unread = assertThrows(SQLException.class, () -> OneStatement.require(script.driver(), statement(sql)));
        assertEquals("42601", unread.getSQLState());
        session.rollback();
        session.begin();
        script.execute(statement("DELETE FROM public.t"));
        var fault = assertThrows(Fault.class, () -> script.execute(statement(sql)));
        assertEquals("42601", SqlFault.state((SQLException) fault.getCause()));
        session.rollback();
        assertEquals(100, session.number("SELECT count(*) FROM public.t"));
    }

    /** As one with the settings of its database around it, it is a text that the server would run whatever is in it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM public.t; DELETE FROM public.t",
                "CREATE MATERIALIZED VIEW public.m AS SELECT 1; DROP TABLE public.t",
                "REFRESH MATERIALIZED VIEW public.dates; TRUNCATE public.t"
            })
    void norIsItWithinAStatementOfOurs(String sql) {
        session.execute("CREATE MATERIALIZED VIEW public.dates AS SELECT now()");
        session.workUnder(new OwnSettings(Map.of("datestyle", "SQL, DMY")), Map.of());
        session.begin();
        var script = ScriptSession.in(session, new RowsTaken());
        assertNotEquals(sql, session.evaluation().of(statement(sql)));
        var fault = assertThrows(Fault.class, () -> script.execute(statement(sql)));
        assertEquals("42601", SqlFault.state((SQLException) fault.getCause()));
        session.rollback();
        assertEquals(100, session.number("SELECT count(*) FROM public.t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT nextval('s') FROM t",
                "VALUES (nextval('s')), (nextval('s'))",
                "TABLE t",
                "WITH x AS (INSERT INTO t SELECT a FROM t RETURNING a) SELECT nextval('s') FROM x",
                "INSERT INTO t SELECT nextval('s') FROM generate_series(1, 250) RETURNING a",
                "(SELECT nextval('s') FROM generate_series(1, 350))",
                "SHOW ALL",
                "EXPLAIN ANALYZE SELECT nextval('s') FROM t",
                "SELECT ? FROM (VALUES (1)) AS x(\"?\") WHERE '?' = '?'",
            })
    void everyRowIsComputedAndNoneIsKept(String sql) {
        for (boolean ours : new boolean[] {false, true}) {
            session.execute("DROP SEQUENCE IF EXISTS public.s");
            session.execute("CREATE SEQUENCE public.s");
            if (ours) {
                session.begin();
            }
            String runnable = sql.startsWith("SELECT ?") ? "SELECT 1 WHERE '?' = '?'" : sql;
            ScriptSession.in(session, new RowsTaken()).execute(statement(runnable));
            if (ours) {
                session.commit();
            }
            assertEquals(calls(sql), session.number("SELECT nextval('public.s')") - 1, sql);
            session.execute("DELETE FROM public.t WHERE ctid NOT IN (SELECT ctid FROM public.t LIMIT 100)");
        }
    }

    private static long calls(String sql) {
        return sql.contains("250")
                ? 250
                : sql.contains("350") ? 350 : sql.startsWith("VALUES") ? 2 : sql.contains("nextval") ? 100 : 0;
    }

    @Test
    void aRowThatIsTooLargeForTheHeapFailsAndNothingElse() {
        var script = ScriptSession.in(session, new RowsTaken());
        var fault = assertThrows(Fault.class, () -> script.execute(statement("SELECT repeat('x', 250 << 20)")));
        assertEquals(ErrorCode.SCRIPT_FAILED, fault.code(), fault.getMessage());
        assertTrue(fault.getMessage().contains("too large"), fault.getMessage());
        assertThrows(Fault.class, () -> session.string("SELECT 1"), "what comes next would be read from the row");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT set_config('standard_conforming_strings', 'off', false)",
                "DO $$ BEGIN SET standard_conforming_strings = off; END $$",
                "SELECT quiet()",
                "UPDATE pg_settings SET setting = 'off' WHERE name = 'standard_conforming_strings'",
                "RESET ALL",
                "SET standard_conforming_strings TO DEFAULT"
            })
    void howStringsAreReadMovesWithTheReaderOnly(String sql) {
        server.sql("postgres", "ALTER DATABASE " + DATABASE + " SET standard_conforming_strings = off");
        session.close();
        session = server.session(DATABASE);
        session.execute("CREATE FUNCTION public.quiet() RETURNS int LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM set_config('standard_conforming_strings', 'off', false); RETURN 1; END $$");
        var script = ScriptSession.in(session, new RowsTaken());
        script.execute(new ScriptStatement("SET standard_conforming_strings = off", 1, 1, false, true));
        script.execute(new ScriptStatement("SET standard_conforming_strings = on", 1, 1, false, false));
        var fault = assertThrows(Fault.class, () -> script.execute(statement(sql)));
        assertEquals(ErrorCode.SCRIPT_CONTROLS_READING, fault.code());
    }

    @Test
    void aTriggerOfACopyDoesNotMoveItEither() {
        session.execute("CREATE FUNCTION public.moved() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM set_config('standard_conforming_strings', 'off', false); RETURN NEW; END $$");
        session.execute("CREATE TRIGGER m BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.moved()");
        var script = ScriptSession.in(session, new RowsTaken());
        try (var copy = script.copy(new ScriptStatement("COPY t FROM stdin", 1, 1, true))) {
            copy.take(new byte[] {'7', '\n'}, 0, 2);
            assertEquals(
                    ErrorCode.SCRIPT_CONTROLS_READING,
                    assertThrows(Fault.class, copy::end).code());
        }
    }

    @Test
    void aTransactionThatEndedFromWithinIsNoticed() throws SQLException {
        var transaction = OwnTransaction.begin(session);
        session.execute("DELETE FROM public.t");
        transaction.requireStillOurs();
        session.execute("COMMIT");
        session.execute("INSERT INTO public.t VALUES (1)");
        var fault = assertThrows(Fault.class, transaction::requireStillOurs);
        assertEquals(ErrorCode.TRANSACTION_LOST, fault.code());
        assertEquals(0, session.number("SELECT count(*) FROM public.t"));
        var next = OwnTransaction.begin(session);
        session.execute("ROLLBACK");
        assertEquals(
                ErrorCode.SWAP_NOT_PROVEN,
                assertThrows(Fault.class, next::requireStillOurs).code());
        var script = ScriptSession.in(session, new RowsTaken());
        OwnTransaction.begin(session);
        assertEquals(
                ErrorCode.SCRIPT_CONTROLS_TRANSACTION,
                assertThrows(Fault.class, () -> script.execute(statement("COMMIT")))
                        .code());
        assertTrue(session.connection().isWrapperFor(BaseConnection.class));
    }

    @Test
    void onlyTheTransactionThatWasBegunIsCommitted() {
        var transaction = OwnTransaction.begin(session);
        session.execute("ROLLBACK");
        session.execute("DELETE FROM public.t");
        var commit = new ProvenCommit(transaction, server.address(DATABASE), "1");
        var passed = new AtomicBoolean();
        var fault = assertThrows(Fault.class, () -> commit.commit(() -> passed.set(true)));
        assertEquals(ErrorCode.SWAP_NOT_PROVEN, fault.code());
        assertFalse(passed.get(), "the point of no return");
        assertEquals("100", server.ask(DATABASE, "SELECT count(*) FROM public.t"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "COPY t FROM stdin ~ COPY \"t\" FROM STDIN",
                "copy Public.\"T;x\" (a, \"B\"\"c\", größe) from STDIN ~ COPY \"public\".\"T;x\" (\"a\", \"B\"\"c\", \"größe\") FROM STDIN",
                "COPY t FROM stdin (FORMAT csv, HEADER, DELIMITER ';', FORCE_NULL (a, \"B\"), FORCE_NOT_NULL *)"
                        + " ~ COPY \"t\" FROM STDIN WITH (\"format\" 'csv', \"header\", \"delimiter\" ';', \"force_null\" (\"a\", \"B\"), \"force_not_null\" *)",
                "COPY t FROM stdin WITH (NULL '', FREEZE true, REJECT_LIMIT 3, ESCAPE E'\\'')"
                        + " ~ COPY \"t\" FROM STDIN WITH (\"null\" '', \"freeze\" 'true', \"reject_limit\" 3, \"escape\" '''')",
                "COPY t FROM stdin DELIMITER AS E'\\t' NULL '\\N' CSV HEADER QUOTE '\"' FORCE NOT NULL a, b"
                        + " ~ COPY \"t\" FROM STDIN WITH (delimiter '\t', null  E'\\\\N', format 'csv', header, quote '\"', force_not_null (\"a\", \"b\"))",
                "COPY t FROM stdin USING DELIMITERS '|' ~ COPY \"t\" FROM STDIN WITH (delimiter '|')"
            })
    void aCopyIsWrittenAnew(String sql, String expected) {
        assertEquals(expected.strip(), CopyStatement.rewritten(new ScriptStatement(sql.strip(), 1, 1, true)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY t FROM stdin WHERE a > 1",
                "COPY t FROM stdin; DELETE FROM t",
                "COPY t FROM stdin (FORMAT csv); COMMIT",
                "COPY t FROM stdin CSV; COMMIT; SELECT (1)",
                "COPY BINARY t FROM stdin",
                "COPY t FROM stdin (a b c)",
                "COPY t (SELECT 1) FROM stdin"
            })
    void nothingElseGoesAlongWithACopy(String sql) {
        var copy = new ScriptStatement(sql, 1, 1, true);
        assertEquals(
                ErrorCode.SCRIPT_FAILED,
                assertThrows(Fault.class, () -> CopyStatement.rewritten(copy)).code());
        var script = ScriptSession.in(session, new RowsTaken());
        assertThrows(Fault.class, () -> script.copy(copy).close(), "it is what was written anew that is sent");
    }

    private static ScriptStatement statement(String sql) {
        return new ScriptStatement(sql, 1, 1, false);
    }
}
