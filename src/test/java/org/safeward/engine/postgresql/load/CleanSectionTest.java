package org.safeward.engine.postgresql.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.postgresql.script.Removal;
import org.safeward.engine.postgresql.script.ScriptHeader;
import org.safeward.engine.postgresql.sql.ScriptStatement;

/** What pg_dump 14 to 18 write to remove what is there, after their documentation and sources. */
class CleanSectionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE public.t",
                "DROP TYPE IF EXISTS s.shell CASCADE",
                "DROP POLICY IF EXISTS p ON public.t",
                "DROP OPERATOR FAMILY IF EXISTS s.f USING gist",
                "DROP TRANSFORM FOR s.pair LANGUAGE plpgsql",
                "DROP PROCEDURAL LANGUAGE IF EXISTS lang",
                "DROP USER MAPPING IF EXISTS FOR PUBLIC SERVER x",
                "ALTER TABLE IF EXISTS ONLY public.t DROP CONSTRAINT IF EXISTS t_pkey",
                "ALTER TABLE ONLY public.t DROP CONSTRAINT t_a_not_null",
                "ALTER TABLE IF EXISTS public.t ALTER COLUMN a DROP DEFAULT",
                "ALTER TABLE public.t ALTER COLUMN \"drop\" DROP DEFAULT",
                "ALTER TABLE IF EXISTS ONLY s.\"ALTER\" DETACH PARTITION s.part_1",
                "ALTER FOREIGN TABLE s.ft ALTER COLUMN b DROP DEFAULT",
                "ALTER FOREIGN TABLE ONLY s.ft DROP CONSTRAINT c",
                "ALTER DOMAIN s.word DROP CONSTRAINT later",
                "SELECT pg_catalog.lo_unlink('42')",
                "SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE oid = '42'",
                "CREATE OR REPLACE VIEW v AS\nSELECT",
                "CREATE OR REPLACE VIEW s.v AS\nSELECT\n    NULL::integer AS a,\n    NULL::numeric(10,2) AS b,\n"
                        + "    NULL::text COLLATE pg_catalog.\"C\" AS \"from\"",
                "CREATE OR REPLACE VIEW s.v WITH (security_barrier='true') AS\nSELECT\n    NULL::integer[] AS a",
                "DO $safeward$ BEGIN ALTER DOMAIN d DROP CONSTRAINT c; EXCEPTION WHEN OTHERS THEN NULL; END $safeward$"
            })
    void isPassedOverInTheHeadOnly(String sql) {
        for (boolean announces : new boolean[] {true, false}) {
            assertTrue(new CleanSection(announces).covers(statement(sql), false));
            assertFalse(new CleanSection(announces).covers(statement(sql), true));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE drop (a int)",
                "ALTER TABLE public.drop OWNER TO app",
                "ALTER TABLE t ADD COLUMN drop int",
                "ALTER TABLE t ALTER COLUMN drop SET DEFAULT 1",
                "ALTER DOMAIN d ADD CONSTRAINT drop CHECK (true)",
                "ALTER TABLE ONLY s.part ATTACH PARTITION s.detach DEFAULT",
                "CREATE OR REPLACE VIEW v AS SELECT NULL::int AS a FROM t",
                "CREATE OR REPLACE VIEW v AS SELECT NULL::int AS a, b FROM t",
                "CREATE OR REPLACE VIEW v AS SELECT now() AS a",
                "CREATE VIEW v AS SELECT",
                "SELECT lo_from_bytea(1, 'lo_unlink')",
                "SELECT pg_catalog.set_config('search_path', '', false)",
                "DROP SCHEMA IF EXISTS public",
                "DO $$ BEGIN DROP TABLE x; END $$",
                "SET statement_timeout = 0"
            })
    void anythingElseRuns(String sql) {
        for (boolean announces : new boolean[] {true, false}) {
            assertFalse(new CleanSection(announces).covers(statement(sql), false));
        }
    }

    @Test
    void nothingButAnAnnouncementEndsTheHeadOfADump() {
        var head = new CleanSection(true);
        assertFalse(head.covers(statement("CREATE ROUTINE of_a_later_version"), false));
        assertTrue(head.covers(statement("DROP TABLE a"), false));
        assertFalse(head.ended());
        assertFalse(head.covers(statement("DROP TABLE b"), true));
        assertTrue(head.ended());
    }

    @Test
    void aScriptThatAnnouncesNothingMayDropWhatItMade() {
        var head = new CleanSection(false);
        assertFalse(head.covers(statement("SET a = 1"), false));
        assertTrue(head.covers(statement("DROP TABLE a"), false));
        assertFalse(head.covers(statement("CREATE TABLE a ()"), false));
        assertFalse(head.covers(statement("DROP TABLE a"), false));
    }

    @Test
    void announcementsAreReadFromComments() {
        for (String line : new String[] {
            "-- Name: a; Type: TABLE; Schema: public; Owner: -",
            "-- Data for Name: a; Type: TABLE DATA; Schema: public; Owner: app",
            "-- Statistics for Name: a; Type: STATISTICS DATA; Schema: public; Owner: -"
        }) {
            var header = new ScriptHeader();
            header.accept("-- PostgreSQL database dump");
            header.accept("-- TOC entry 215 (class 1259 OID 16386)");
            assertFalse(header.announced());
            header.accept(line);
            assertTrue(header.announced(), line);
        }
    }

    @Test
    void aRemovalThatWouldFailWhereThereIsNothingIsGuarded() {
        for (String plain : new String[] {
            "DROP TABLE IF EXISTS public.t",
            "DROP USER MAPPING IF EXISTS FOR PUBLIC SERVER x",
            "ALTER TABLE IF EXISTS ONLY public.t DROP CONSTRAINT IF EXISTS c",
            "SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE oid = '42'"
        }) {
            assertEquals(plain, Removal.guarded(statement(plain)));
        }
        for (String bare : new String[] {
            "ALTER DOMAIN d DROP CONSTRAINT IF EXISTS c",
            "ALTER FOREIGN TABLE ft ALTER COLUMN a DROP DEFAULT",
            "ALTER TABLE IF EXISTS \"$safeward$\" ALTER COLUMN a DROP DEFAULT",
            "DROP OPERATOR FAMILY IF EXISTS f USING mine",
            "CREATE OR REPLACE VIEW v AS\nSELECT"
        }) {
            String guarded = Removal.guarded(statement(bare));
            assertTrue(guarded.startsWith("DO $safeward") && guarded.contains(" BEGIN " + bare + "; "), guarded);
            assertTrue(Removal.is(statement(guarded)));
            String tag = guarded.substring(3, guarded.indexOf(' ', 3));
            assertEquals(guarded.length() - tag.length(), guarded.indexOf(tag, 4));
        }
    }

    private static ScriptStatement statement(String sql) {
        return new ScriptStatement(sql, 1, 1, false);
    }
}
