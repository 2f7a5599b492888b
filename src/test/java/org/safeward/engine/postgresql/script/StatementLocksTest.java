package org.safeward.engine.postgresql.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.engine.postgresql.script.StatementLocks.Reach;
import org.safeward.engine.postgresql.sql.ScriptStatement;

class StatementLocksTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SET default_tablespace = ''                                            | SESSIONS
            RESET ROLE                                                             | SESSIONS
            SELECT pg_catalog.set_config('search_path', '', false)                 | SESSIONS
            SELECT pg_catalog.setval('public.s', 7, true)                          | TABLES_ALONE
            SELECT pg_catalog.lo_create('7')                                       | ANYWHERE
            CREATE TABLE public.t (a integer)                                      | ANYWHERE
            CREATE INDEX i ON public.t USING btree (a)                             | TABLES_SHARED
            CREATE UNIQUE INDEX "I x" ON ONLY public."T" USING btree (lower(a))    | TABLES_SHARED
            CREATE INDEX CONCURRENTLY i ON public.t USING btree (a)                | ANYWHERE
            ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id)       | TABLES_ALONE
            ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.u(id) | ANYWHERE
            ALTER TABLE ONLY public.t ATTACH PARTITION public.p FOR VALUES IN (1)  | ANYWHERE
            ALTER INDEX public.i ATTACH PARTITION public.j                         | ANYWHERE
            ALTER TABLE ONLY public.t REPLICA IDENTITY USING INDEX i               | ANYWHERE
            CREATE TRIGGER g AFTER INSERT ON public.t EXECUTE FUNCTION public.f()  | ANYWHERE
            """)
    void tellsHowFarAStatementActs(String sql, Reach reach) {
        assertEquals(reach, of(sql).reach());
    }

    @Test
    void indexesOfOneTableBearEachOther() {
        var index = of("CREATE INDEX i ON public.t USING btree (a)");
        assertEquals(
                List.of(false, false, true, true, false),
                List.of(
                        index.collides(of("CREATE UNIQUE INDEX j ON public.t USING btree (b)")),
                        index.collides(of("CREATE INDEX k ON public.u USING btree (b)")),
                        index.collides(of("ALTER TABLE ONLY public.t ADD CONSTRAINT p PRIMARY KEY (id)")),
                        index.collides(
                                of(
                                        "ALTER TABLE ONLY public.u ADD CONSTRAINT f FOREIGN KEY (t) REFERENCES public.t(id) NOT VALID")),
                        index.collides(of("ALTER TABLE ONLY other.t ADD CONSTRAINT p PRIMARY KEY (id)"))));
    }

    private static StatementLocks of(String sql) {
        return StatementLocks.of(new ScriptStatement(sql, 1, 1, false));
    }
}
