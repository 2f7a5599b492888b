package org.safeward.engine.postgresql.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.postgresql.BackupFiles;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.script.EarlyIndexes;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.fault.ErrorCode;

/** A restore over several sessions brings back what one after the other would. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class ParallelLoadTest {
    private static final String DATABASE = "side";

    @TempDir
    Path temporary;

    private final PostgresServer server;
    private PostgresEngine engine;

    ParallelLoadTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void database() {
        server.create(DATABASE);
        engine = new PostgresEngine(PostgresSettings.of(server.address(DATABASE)));
    }

    @AfterEach
    void nothing() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    @Test
    void bringsLargeTablesBackWithTheirIndexesAndKeys() throws IOException {
        server.sql(
                DATABASE,
                "CREATE TABLE large(id int PRIMARY KEY, partner int, word text, bytes bytea)",
                "INSERT INTO large SELECT n, 1 + n % 50, repeat(md5(n::text), 3), decode(md5(n::text), 'hex')"
                        + " FROM generate_series(1, 150000) n",
                // Larger than a piece, and not the last.
                "UPDATE large SET word = repeat('wide ', 700000) WHERE id = 30000",
                "CREATE INDEX large_word ON large (left(word, 20))",
                "CREATE INDEX large_partner ON large (partner) WHERE partner > 3",
                "CREATE UNIQUE INDEX large_bytes ON large (bytes, id DESC)",
                "CREATE TABLE partners(id int PRIMARY KEY, best int REFERENCES large)",
                "INSERT INTO partners SELECT n, n FROM generate_series(1, 50) n",
                "ALTER TABLE large ADD FOREIGN KEY (partner) REFERENCES partners",
                "CREATE TABLE \"no rows\"(a int)");
        String before = content();
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        String ahead = script.manifest().orElseThrow().details().get(EarlyIndexes.DETAIL);
        assertTrue(ahead.contains("large_pkey") && ahead.contains("large_bytes"), ahead);
        assertFalse(
                ahead.contains("large_word") || ahead.contains("large_partner") || ahead.contains("partners"), ahead);
        server.sql(DATABASE, "DROP TABLE large CASCADE");
        BackupFiles.restore(engine, script, "1");
        assertEquals(before, content());
        assertEquals(
                "4",
                string(
                        "SELECT count(*) FROM pg_constraint WHERE conrelid IN ('large'::regclass, 'partners'::regclass)"));
        assertEquals(
                "5",
                string(
                        "SELECT count(*) FROM pg_index WHERE indisvalid AND indrelid IN ('large'::regclass, 'partners'::regclass)"));
    }

    /** The script names its indexes behind all rows; this is what they would wait for. */
    @Test
    void anIndexThatIsKnownIsBuiltAsSoonAsItsRowsAreThere() throws IOException {
        var copy = new ScriptStatement("COPY public.t (n) FROM stdin", 1, 1, true);
        var index = new ScriptStatement("CREATE INDEX i ON public.t USING btree (n)", 2, 2, false);
        server.sql(DATABASE, "CREATE TABLE t(n int)");
        var ahead = EarlyIndexes.of(index.sql());
        try (var target = new ParallelLoad(List.of(server.session(DATABASE), server.session(DATABASE)), ahead)) {
            try (var rows = target.copy(copy)) {
                rows.take("1\n2\n".getBytes(US_ASCII), 0, 4);
                rows.end();
            }
            target.finish();
            assertEquals("2", string("SELECT reltuples::int FROM pg_class WHERE relname = 't'"));
            assertEquals("t", string("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"));
            target.execute(index);
            target.finish();
        }
        ahead.requireAllMet();
    }

    @Test
    void theRowsOfASmallTableKeepTheirOrder() throws IOException {
        server.sql(DATABASE, "CREATE TABLE t AS SELECT n FROM generate_series(1, 9000) n ORDER BY md5(n::text)");
        String before = order();
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        server.sql(DATABASE, "DROP TABLE t");
        BackupFiles.restore(engine, script, "1");
        assertEquals(before, order());
    }

    /** Tables are loaded in the order of their names, and here the second one's check needs the rows of the first. */
    @Test
    void whatOnlyRunsInItsOrderIsRunInItsOrder() throws IOException {
        server.sql(
                DATABASE,
                "CREATE TABLE a_allowed(word text)",
                "INSERT INTO a_allowed VALUES ('yes')",
                "CREATE FUNCTION allowed(w text) RETURNS boolean LANGUAGE sql STABLE AS"
                        + " 'SELECT EXISTS (SELECT 1 FROM public.a_allowed WHERE word = w)'",
                "CREATE TABLE b_checked(word text CHECK (allowed(word)))",
                "INSERT INTO b_checked VALUES ('yes')");
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        server.sql(DATABASE, "DROP TABLE b_checked");
        BackupFiles.restore(engine, script, "1");
        assertEquals("yes", string("SELECT word FROM b_checked"));
    }

    @Test
    void whatFailsEitherWayFailsWithItsStatementAndLeavesNothing() throws IOException {
        server.sql(
                DATABASE,
                "CREATE FUNCTION half(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n / 2'",
                "CREATE TABLE t(n int, h int GENERATED ALWAYS AS (half(n)) STORED)",
                "INSERT INTO t SELECT generate_series(1, 30000)",
                "CREATE OR REPLACE FUNCTION half(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n / (n - 9)'");
        var script = BackupFiles.backUp(engine, temporary.resolve("b.sql.zip"));
        var fault = BackupFiles.failure(engine, script, "1");
        assertEquals(ErrorCode.SCRIPT_FAILED, fault.code());
        assertTrue(fault.getMessage().contains("COPY public.t"), fault.getMessage());
        assertEquals(List.of("postgres", DATABASE), server.databases());
    }

    private String content() {
        return string("SELECT md5(string_agg(l::text, ',' ORDER BY id)) FROM large l")
                + string("SELECT md5(string_agg(p::text, ',' ORDER BY id)) FROM partners p");
    }

    private String order() {
        return string("SELECT string_agg(n::text, ',') FROM t");
    }

    private String string(String sql) {
        try (var session = server.session(DATABASE)) {
            session.execute("SET search_path = public");
            return session.string(sql);
        }
    }
}
