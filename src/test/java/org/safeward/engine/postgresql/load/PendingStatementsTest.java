package org.safeward.engine.postgresql.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.safeward.engine.postgresql.load.PendingStatements.Item;
import org.safeward.engine.postgresql.script.StatementLocks;
import org.safeward.engine.postgresql.sql.ScriptStatement;

class PendingStatementsTest {
    private final PendingStatements agenda = new PendingStatements();
    private final Item keyOfT = item("ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id)");
    private final Item indexOfT = item("CREATE INDEX i ON public.t USING btree (a)");
    private final Item otherIndexOfT = item("CREATE INDEX j ON public.t USING btree (b)");
    private final Item keyOfU = item("ALTER TABLE ONLY public.u ADD CONSTRAINT u_pkey PRIMARY KEY (id)");
    private final Item reference =
            item("ALTER TABLE ONLY public.u ADD CONSTRAINT f FOREIGN KEY (t) REFERENCES public.t(id)");

    @Test
    void whatDoesNotCollideOvertakes() {
        agenda.add(keyOfT);
        agenda.add(indexOfT);
        agenda.add(keyOfU);
        assertEquals(Optional.of(keyOfT), agenda.begin());
        assertEquals(Optional.of(keyOfU), agenda.begin());
        assertEquals(Optional.empty(), agenda.begin());
        agenda.ended(keyOfT);
        assertEquals(Optional.of(indexOfT), agenda.begin());
    }

    @Test
    void indexesOfATableAreBuiltSideBySide() {
        agenda.add(indexOfT);
        agenda.add(otherIndexOfT);
        assertEquals(Optional.of(indexOfT), agenda.begin());
        assertEquals(Optional.of(otherIndexOfT), agenda.begin());
    }

    /** The reference needs the key of t, which waits for the index. */
    @Test
    void nothingOvertakesWhatItCollidesWith() {
        agenda.add(indexOfT);
        agenda.add(keyOfT);
        agenda.add(reference);
        agenda.add(keyOfU);
        assertEquals(Optional.of(indexOfT), agenda.begin());
        assertEquals(Optional.empty(), agenda.begin());
        agenda.ended(indexOfT);
        assertEquals(Optional.of(keyOfT), agenda.begin());
        agenda.ended(keyOfT);
        assertEquals(Optional.of(reference), agenda.begin());
    }

    @Test
    void isEmptyWhenNothingIsUnderWay() {
        assertTrue(agenda.isEmpty());
        agenda.add(keyOfT);
        agenda.begin();
        assertEquals(0, agenda.waiting());
        assertFalse(agenda.isEmpty());
        agenda.ended(keyOfT);
        assertTrue(agenda.isEmpty());
    }

    private static Item item(String sql) {
        return new Item(StatementLocks.of(new ScriptStatement(sql, 1, 1, false)), worker -> {});
    }
}
