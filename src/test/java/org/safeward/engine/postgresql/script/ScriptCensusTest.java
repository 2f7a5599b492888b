package org.safeward.engine.postgresql.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.Census;
import org.safeward.engine.Counted;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.sql.SequenceValue;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

class ScriptCensusTest {
    private static final String HEAD = """
            --
            -- PostgreSQL database dump
            --

            -- Dumped from database version 16.2 (Debian 16.2-1)
            -- Dumped by pg_dump version 17.4

            """;
    private static final String END = """
            --
            -- PostgreSQL database dump complete
            --
            """;

    @Test
    void countsTheRowsOfCopyAndInsert() throws IOException {
        var census = census(HEAD + """
                CREATE TABLE public.a (x int, y text DEFAULT 'partition by');
                CREATE TABLE public.parted (x int) PARTITION BY LIST (x);
                CREATE TABLE parted (x int) PARTITION BY LIST (x);
                CREATE UNLOGGED TABLE "Odd"."n.a""me" ();
                CREATE TEMPORARY TABLE t (x int);
                COPY public.a (x, y) FROM stdin;
                1\tCOPY public.b FROM stdin;
                2\t\\.
                \\.
                INSERT INTO public.b (x) OVERRIDING SYSTEM VALUE VALUES (1), ((2 + (3))),\t('(),(');
                INSERT INTO public.b VALUES (4) ON CONFLICT (x) DO NOTHING;
                INSERT INTO "Odd"."n.a""me" DEFAULT VALUES;
                INSERT INTO public.c SELECT * FROM public.a;
                SELECT pg_catalog.setval('public."S 1"', -5, false);
                """ + END);
        assertEquals(Census.Writer.PG_DUMP, census.writer());
        assertEquals(
                List.of(
                        new Manifest.Table("\"Odd\".\"n.a\"\"me\"", 1),
                        new Manifest.Table("public.a", 2),
                        new Manifest.Table("public.b", 4),
                        new Manifest.Table("public.c", 0)),
                Counted.of(census.tables()));
    }

    @Test
    void readsVersionsAndSequences() throws IOException {
        var census = new ScriptCensus(Work.UNWATCHED);
        census.read(in(HEAD + "SELECT pg_catalog.setval('s.\"It''s\"', 42, true);" + END));
        assertEquals(16, census.header().source().orElseThrow().major());
        assertEquals("17.4", census.header().client().orElseThrow().text());
        assertEquals(
                List.of(new SequenceValue(new TableName("s", "It's"), 42, true)),
                census.tally().sequences());
    }

    @Test
    void tellsWriters() throws IOException {
        assertEquals(Census.Writer.UNKNOWN, census("SELECT 1;").writer());
        assertEquals(
                Census.Writer.SAFEWARD,
                census("-- Safeward Database Backup\n" + HEAD + END).writer());
    }

    @Test
    void aDumpWithoutItsLastLineIsCutShort() {
        assertFault(ErrorCode.BACKUP_TRUNCATED, HEAD + "SELECT 1;");
    }

    @Test
    void scriptsOfOtherEnginesAreNamed() {
        assertFault(ErrorCode.WRONG_ENGINE, "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCOMMIT;");
        assertFault(ErrorCode.WRONG_ENGINE, "-- Safeward Database Backup\n-- Database Engine: sqlite\nSELECT 1;");
        assertFault(ErrorCode.WRONG_ENGINE, "-- MySQL dump 10.13\nSELECT 1;");
    }

    private static void assertFault(ErrorCode code, String script) {
        assertEquals(code, assertThrows(Fault.class, () -> census(script)).code());
    }

    private static Census census(String script) throws IOException {
        return new ScriptCensus(Work.UNWATCHED).take(in(script));
    }

    private static ByteArrayInputStream in(String script) {
        return new ByteArrayInputStream(script.getBytes(UTF_8));
    }
}
