package org.safeward.engine.sqlite.dump;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.safeward.engine.sqlite.script.TextLiterals;

/**
 * Turns the bytes in which SQLite hands over a written row into the UTF-8 of the script.
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

    /** The row for the script. The bytes of a UTF-8 database arrive whole, so what cannot stand there is mended here. */
    byte[] decoded(byte[] row) {
        if (charset == StandardCharsets.UTF_8) {
            return isOrdinary(row) ? row : TextLiterals.rewritten(row);
        }
        String text = new String(row, charset);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        boolean odd = text.indexOf('\r') >= 0 || TextLiterals.hasNoncharacter(text);
        return odd ? TextLiterals.rewritten(utf8, charset) : utf8;
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
}
