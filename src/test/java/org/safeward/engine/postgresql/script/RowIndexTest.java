package org.safeward.engine.postgresql.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.TableName;

class RowIndexTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            CREATE INDEX i ON public.t USING btree (a)                                        | public.t
            CREATE UNIQUE INDEX "on" ON ONLY "S"."T x" USING btree (a DESC, "where" COLLATE "C") | "S"."T x"
            CREATE INDEX i ON public.t USING gin (a jsonb_path_ops) WITH (fastupdate='off')   | public.t
            CREATE INDEX i ON public.t USING btree (a) INCLUDE (b) NULLS NOT DISTINCT         | public.t
            CREATE INDEX i ON public.t USING btree (lower(a))                                 |
            CREATE INDEX i ON public.t USING btree (a, ((b + 1)))                             |
            CREATE INDEX i ON public.t USING gist (a gist_trgm_ops (siglen='32'))             |
            CREATE INDEX i ON public.t USING btree (a) WHERE (b > 3)                          |
            CREATE INDEX i ON public.t USING btree (a) WHERE b                                |
            CREATE INDEX CONCURRENTLY i ON public.t USING btree (a)                           |
            CREATE INDEX i ON t USING btree (a)                                               |
            CREATE TABLE public.t (a integer)                                                 |
            ALTER TABLE ONLY public.t ADD CONSTRAINT p PRIMARY KEY (id)                       | public.t
            ALTER TABLE ONLY public.t ADD CONSTRAINT u UNIQUE (a, b) DEFERRABLE               | public.t
            ALTER TABLE public.t ADD CONSTRAINT p PRIMARY KEY (id)                            |
            ALTER TABLE ONLY public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.u(id) |
            ALTER TABLE ONLY public.t ADD CONSTRAINT c CHECK (a)                              |
            ALTER TABLE ONLY public.index ADD CONSTRAINT "unique" CHECK (a)                   |
            ALTER TABLE ONLY public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.t(id) |
            SELECT pg_catalog.setval('public.s', 7, true)                                     |
            ALTER TABLE ONLY public.t ADD CONSTRAINT e EXCLUDE USING gist (a WITH =)          |
            ALTER TABLE ONLY public.t REPLICA IDENTITY USING INDEX i                          |
            ALTER INDEX public.i ATTACH PARTITION public.j                                    |
            """)
    void isDecidedByTheRowsOfItsTable(String sql, String table) {
        var found = RowIndex.tableOf(new ScriptStatement(sql, 1, 1, false));
        assertEquals(table, found.map(TableName::toString).orElse(null));
    }
}
