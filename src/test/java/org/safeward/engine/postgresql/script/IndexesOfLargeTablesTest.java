package org.safeward.engine.postgresql.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What a backup says of its indexes, and what a restore makes of it. */
class IndexesOfLargeTablesTest {
    private static final String KEY = "ALTER TABLE ONLY public.large\n    ADD CONSTRAINT \"a;b\" PRIMARY KEY (id)";
    private static final String INDEX = "CREATE INDEX i ON public.large USING btree (\"x'--\")";

    private final IndexesOfLargeTables tables = new IndexesOfLargeTables();

    @Test
    void namesTheIndexesOfLargeTables() throws IOException {
        rows("public.small", IndexesOfLargeTables.BYTES - 1);
        rows("public.large", IndexesOfLargeTables.BYTES / 2);
        rows("public.large", IndexesOfLargeTables.BYTES / 2);
        statement("SELECT pg_catalog.setval('public.s', 7, true)");
        statement("CREATE INDEX s ON public.small USING btree (a)");
        statement(KEY);
        statement("CREATE INDEX e ON public.large USING btree (lower(a))");
        statement(INDEX);
        var ahead = EarlyIndexes.of(tables.indexes());
        assertEquals(List.of(), ahead.take(new TableName("public", "small")));
        assertEquals(
                List.of(KEY, INDEX),
                ahead.take(new TableName("public", "large")).stream()
                        .map(ScriptStatement::sql)
                        .toList());
    }

    /** It holds for what comes after it: a tablespace, for instance. */
    @Test
    void whatASettingComesBeforeStaysInItsPlace() {
        statement("SET default_tablespace = ''");
        rows("public.large", IndexesOfLargeTables.BYTES);
        statement(KEY);
        statement("SET default_tablespace = fast");
        statement(INDEX);
        assertEquals(KEY, tables.indexes());
    }

    @Test
    void aStatementIsRunAheadOrInItsPlaceNeverTwice() throws IOException {
        var ahead = EarlyIndexes.of(KEY + ";\n" + INDEX);
        assertFalse(ahead.meet(of(KEY)), "its rows were not there yet");
        assertEquals(2, ahead.take(new TableName("public", "large")).size());
        assertTrue(ahead.meet(of(KEY)));
        assertFalse(ahead.meet(of("CREATE INDEX other ON public.large USING btree (a)")));
        var fault = assertThrows(Fault.class, ahead::requireAllMet);
        assertEquals(ErrorCode.SCRIPT_FAILED, fault.code());
        assertTrue(fault.getMessage().contains(INDEX), fault.getMessage());
        assertTrue(ahead.meet(of(INDEX)));
        ahead.requireAllMet();
    }

    @Test
    void nothingButIndexesIsRunAhead() throws IOException {
        var ahead = EarlyIndexes.of("DROP TABLE public.large;\n" + KEY);
        assertEquals(1, ahead.take(new TableName("public", "large")).size());
    }

    @Test
    void aBackupWithoutThemHasNone() throws IOException {
        var ahead = EarlyIndexes.of("");
        assertEquals(List.of(), ahead.take(new TableName("public", "large")));
        ahead.requireAllMet();
    }

    private void rows(String table, long bytes) {
        tables.rows(new ScriptStatement("COPY " + table + " (id) FROM stdin", 1, 1, true), bytes);
    }

    private void statement(String sql) {
        tables.statement(of(sql));
    }

    private static ScriptStatement of(String sql) {
        return new ScriptStatement(sql, 1, 1, false);
    }
}
