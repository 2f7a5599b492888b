package org.safeward.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.ContentComparison.State;

class ContentComparisonTest {
    private static final String A = "a".repeat(32);
    private static final String B = "b".repeat(32);

    @Test
    void aTableIsTheSameByItsDigestAlone() {
        assertEquals(State.SAME, only(table("t", 2, A), table("t", 2, A)).state());
        assertEquals(State.CHANGED, only(table("t", 2, A), table("t", 2, B)).state());
    }

    @Test
    void otherNumbersOfRowsSayMoreThanDigests() {
        assertEquals(State.MORE_ROWS, only(table("t", 2, A), table("t", 3, B)).state());
        assertEquals(State.FEWER_ROWS, only(table("t", 2, A), table("t", 1, B)).state());
        assertEquals(
                State.MORE_ROWS, only(table("t", 2, null), table("t", 3, B)).state());
        // A digest may be that of another number of rows only by chance, or by somebody's doing.
        assertEquals(State.FEWER_ROWS, only(table("t", 2, A), table("t", 1, A)).state());
    }

    @Test
    void withoutADigestOnEitherSideNothingIsCalledTheSame() {
        assertEquals(
                State.ONLY_COUNTED, only(table("t", 2, null), table("t", 2, A)).state());
        assertEquals(
                State.ONLY_COUNTED, only(table("t", 2, A), table("t", 2, null)).state());
        assertEquals(
                State.ONLY_COUNTED,
                only(table("t", 0, null), table("t", 0, null)).state());
    }

    @Test
    void tablesOfOneSideAreMissingOrAddedAndHaveNoRowsOnTheOther() {
        ContentComparison compared = compared(List.of(table("gone", 2, A)), List.of(table("came", 3, B)));
        assertEquals(
                List.of(
                        new ContentComparison.Table("came", State.ADDED, -1, 3),
                        new ContentComparison.Table("gone", State.MISSING, 2, -1)),
                compared.tables());
        assertEquals(compared.tables(), compared.contradicting());
    }

    @Test
    void theOrderOfTablesIsNoDifference() {
        ContentComparison compared =
                compared(List.of(table("x", 1, A), table("y", 2, B)), List.of(table("y", 2, B), table("x", 1, A)));
        assertTrue(compared.isSame());
        assertEquals(List.of(), compared.differing());
    }

    @Test
    void whatWasOnlyCountedDiffersAndContradictsNothing() {
        ContentComparison compared = compared(
                List.of(table("x", 1, null), table("y", 2, A)), List.of(table("x", 1, null), table("y", 2, B)));
        assertFalse(compared.isSame());
        assertEquals(List.of("x", "y"), names(compared.differing()));
        assertEquals(List.of("y"), names(compared.contradicting()));
    }

    @Test
    void otherPartsAreComparedWhereBothHaveADigest() {
        ContentComparison compared = ContentComparison.of(
                List.of(),
                Map.of("digest_schema", A, "digest_sequences", A, "digest_internal", A, "page_size", "4096"),
                List.of(),
                Map.of("digest_schema", A, "digest_sequences", B, "digest_large_objects", B, "page_size", "512"));
        assertEquals(Map.of("schema", State.SAME, "sequences", State.CHANGED), compared.others());
        assertFalse(compared.isSame());
    }

    private static ContentComparison.Table only(Manifest.Table left, Manifest.Table right) {
        return compared(List.of(left), List.of(right)).tables().get(0);
    }

    private static ContentComparison compared(List<Manifest.Table> left, List<Manifest.Table> right) {
        return ContentComparison.of(left, Map.of(), right, Map.of());
    }

    private static List<String> names(List<ContentComparison.Table> tables) {
        return tables.stream().map(ContentComparison.Table::name).toList();
    }

    private static Manifest.Table table(String name, long rows, String digest) {
        return new Manifest.Table(name, rows, digest);
    }
}
