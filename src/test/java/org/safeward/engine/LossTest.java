package org.safeward.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.safeward.archive.content.Manifest;

class LossTest {
    private static final List<Manifest.Table> LIVE = List.of(table("a", 3), table("b", 0), table("c", 1));

    private static Manifest.Table table(String name, long rows) {
        return new Manifest.Table(name, rows);
    }

    @Test
    void nothingIsLostByOtherRowsNewTablesAndTablesThatWereEmptyBefore() {
        assertTrue(Loss.of(LIVE, List.of(table("a", 1), table("b", 0), table("c", 9), table("d", 0)))
                .isNone());
        assertTrue(Loss.of(List.of(), List.of()).isNone());
    }

    @Test
    void whatIsLackingAndWhatIsEmptiedIsNamed() {
        assertEquals(
                List.of("b", "c (1 → 0)"),
                Loss.of(LIVE, List.of(table("a", 3), table("c", 0))).tables());
        assertEquals(
                List.of("a", "b", "c"), Loss.of(LIVE, List.of(table("A", 3))).tables());
    }

    @Test
    void aTableThatAScriptFillsTwiceIsNotEmptied() {
        assertTrue(Loss.of(List.of(table("a", 3)), List.of(table("a", 2), table("a", 0)))
                .isNone());
    }

    @Test
    void aLongListEndsInItsNumber() {
        List<Manifest.Table> many =
                IntStream.range(0, 25).mapToObj(i -> table("t" + i, 1)).toList();
        String named = Loss.of(many, List.of()).named();
        assertTrue(named.startsWith("t0, t1, ") && named.endsWith("t19, … +5"), named);
    }
}
