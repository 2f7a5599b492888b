package org.safeward.engine.sqlite.script;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Names and SQL whose bytes are not all UTF-8, as strings: SQLite takes any bytes for a name. A byte that is no part of a character is
 * the half of a surrogate pair U+DC80 to U+DCFF, which no character of UTF-8 is, so that nothing is lost on the way back.
 */
public final class RawText {
    private static final int FIRST = 0xDC80;
    private static final int LAST = 0xDCFF;

    private RawText() {}

    public static String of(byte[] bytes) {
        String plain = new String(bytes, StandardCharsets.UTF_8);
        if (plain.indexOf('\uFFFD') < 0 || TextLiterals.isUtf8(bytes)) {
            return plain;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        while (in.hasRemaining()) {
            CoderResult result = decoder.decode(in, out, true);
            for (int i = 0; result.isError() && i < result.length(); i++) {
                out.put((char) (FIRST + (in.get() & 0x7f)));
            }
        }
        return out.flip().toString();
    }

    public static byte[] bytes(String text) {
        if (!isRaw(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isByte(c)) {
                bytes.write(c - FIRST + 0x80);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    /** Whether it stands for bytes that are not UTF-8. */
    public static boolean isRaw(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isByte(text.charAt(i)) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)))) {
                return true;
            }
        }
        return false;
    }

    /** For people and manifests: such a byte is shown as <code>&#92;xDF</code>. */
    public static String shown(String text) {
        if (!isRaw(text)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .forEach(c ->
                        shown.append(isByte(c) ? String.format("\\x%02X", c - FIRST + 0x80) : Character.toString(c)));
        return shown.toString();
    }

    private static boolean isByte(int c) {
        return c >= FIRST && c <= LAST;
    }
}
