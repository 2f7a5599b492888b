package org.safeward.archive.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowDigestTest {
    /** XXH3-128 with seed 0 of no bytes, and of "a", as the algorithm's own program {@code xxhsum -H2} prints them. */
    private static final String OF_NOTHING = "99aa06d3014798d86001c324468d497f";

    private static final String OF_A = "a96faf705af16834e6c632b61e964e1f";

    @Test
    void isTheHashThatItsNameSays() {
        assertEquals("0".repeat(32), of());
        assertEquals(OF_NOTHING, of(""));
        assertEquals(OF_A, of("a"));
    }

    @Test
    void doesNotDependOnTheOrderAndDoesOnEachRow() {
        List<String> rows = IntStream.range(0, 10_000).mapToObj(i -> "row " + i).toList();
        List<String> shuffled = new java.util.ArrayList<>(rows);
        Collections.shuffle(shuffled);
        String digest = of(rows.toArray(String[]::new));
        assertEquals(digest, of(shuffled.toArray(String[]::new)));
        shuffled.set(5, shuffled.get(6));
        assertNotEquals(digest, of(shuffled.toArray(String[]::new)));
        assertNotEquals(of("a", "a"), of("a"));
        assertNotEquals(of("ab", "c"), of("a", "bc"));
    }

    @Test
    void aRowMayComeInPieces() {
        RowDigest pieces = new RowDigest();
        byte[] row = "x".repeat(5000).getBytes(UTF_8);
        for (int i = 0; i < row.length; i += 7) {
            pieces.open(row, i, Math.min(7, row.length - i));
        }
        pieces.close();
        assertEquals(of("x".repeat(5000)), pieces.hex());
    }

    private static String of(String... rows) {
        RowDigest digest = new RowDigest();
        for (String row : rows) {
            byte[] bytes = row.getBytes(UTF_8);
            digest.add(bytes, 0, bytes.length);
        }
        return digest.hex();
    }
}
