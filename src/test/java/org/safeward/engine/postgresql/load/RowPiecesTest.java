package org.safeward.engine.postgresql.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowPiecesTest {
    private final List<byte[]> pieces = new ArrayList<>();
    private final RowPieces rows = new RowPieces((bytes, length) -> pieces.add(java.util.Arrays.copyOf(bytes, length)));

    @Test
    void givesEveryByteOnceAndEndsPiecesWithRows() {
        var random = new Random(7);
        var given = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            byte[] some = row(random.nextInt(40_000)).getBytes(StandardCharsets.US_ASCII);
            given.writeBytes(some);
            int half = some.length / 2;
            rows.take(some, 0, half);
            rows.take(some, half, some.length - half);
        }
        rows.end();
        assertArrayEquals(given.toByteArray(), joined());
        assertTrue(pieces.size() > 3, pieces.size() + " pieces");
        pieces.forEach(piece -> assertEquals('\n', piece[piece.length - 1]));
    }

    @Test
    void aRowLargerThanAPieceComesInSeveral() {
        byte[] large = row(5 * RowPieces.BYTES / 2).getBytes(StandardCharsets.US_ASCII);
        byte[] small = row(3).getBytes(StandardCharsets.US_ASCII);
        rows.take(large, 0, large.length);
        rows.take(small, 0, small.length);
        rows.end();
        assertEquals(3, pieces.size());
        assertEquals(large.length + small.length, joined().length);
        assertEquals('x', pieces.get(0)[RowPieces.BYTES - 1]);
    }

    @Test
    void aTableWithoutRowsIsOneEmptyPiece() {
        rows.end();
        assertEquals(List.of(0), pieces.stream().map(piece -> piece.length).toList());
    }

    private static String row(int length) {
        return "x".repeat(length) + "\n";
    }

    private byte[] joined() {
        var all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
