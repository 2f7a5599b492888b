package org.safeward.engine.sqlite;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Turns the bytes in which SQLite hands over a written row into the UTF-8 of the script, and finds the rows that cannot stand
 * there as they are.
 */
final class RowDecoder {
    private static final char REPLACEMENT = '\uFFFD';

    /** The encoding of the database, which is the one of all text that its SQLite returns. */
    private final Charset charset;

    RowDecoder(String encoding) {
        charset = switch (encoding) {
            case "UTF-16le" -> StandardCharsets.UTF_16LE;
            case "UTF-16be" -> StandardCharsets.UTF_16BE;
            default -> StandardCharsets.UTF_8;
        };
    }

    /**
     * The row for the script; empty when it has to be asked for in hex. That is so only in UTF-16 databases, for text with
     * halves of surrogate pairs, U+FFFE, U+FFFF or NUL: SQLite does not carry these through UTF-8. The bytes of a UTF-8
     * database arrive whole, so there they can be mended here.
     */
    Optional<byte[]> ordinary(byte[] row) {
        if (charset == StandardCharsets.UTF_8) {
            return Optional.of(isOrdinary(row) ? row : TextLiterals.rewritten(row));
        }
        String text = new String(row, charset);
        if (isOdd(text)) {
            return Optional.empty();
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Optional.of(text.indexOf('\r') < 0 ? utf8 : TextLiterals.rewritten(utf8));
    }

    /** A row written in hex, which is ASCII. */
    byte[] hex(byte[] row) {
        return new String(row, charset).getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isOrdinary(byte[] row) {
        boolean ascii = true;
        for (byte b : row) {
            ascii &= b >= 0;
            if (b == 0 || b == '\r') {
                return false;
            }
        }
        return ascii || new String(row, StandardCharsets.UTF_8).indexOf(REPLACEMENT) < 0;
    }

    /** A replacement character that was meant is taken for odd too; it does no harm to write it in hex. */
    private static boolean isOdd(String text) {
        return text.chars().anyMatch(c -> c == 0 || c >= REPLACEMENT);
    }
}
