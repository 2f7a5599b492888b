package org.safeward.engine.postgresql.sql;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Text as SQL spells it (PostgreSQL, "Lexical Structure"): strings with C-style escapes, and names without quotes. */
final class EscapedText {
    private static final String LETTERS = "bfnrt";
    private static final String MEANINGS = "\b\f\n\r\t";

    private final String written;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private int at;

    private EscapedText(String written) {
        this.written = written;
    }

    /** What stands between the quotes of an {@code E'...'}. Octal and hexadecimal escapes are bytes, as the server has them. */
    static String read(String written) {
        return new EscapedText(written).all();
    }

    /** An unquoted name: the server makes the letters A to Z small, and no others. */
    static String lower(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (isCapital(word.charAt(i))) {
                var lower = new StringBuilder(word);
                for (int j = i; j < word.length(); j++) {
                    char c = word.charAt(j);
                    lower.setCharAt(j, isCapital(c) ? (char) (c + 'a' - 'A') : c);
                }
                return lower.toString();
            }
        }
        return word;
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private String all() {
        while (at < written.length()) {
            int c = written.codePointAt(at);
            at += Character.charCount(c);
            if (c == '\'') {
                // Two stand for one.
                at++;
                read.write(c);
            } else if (c == '\\' && at < written.length()) {
                escape();
            } else {
                add(c);
            }
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    private void escape() {
        char kind = written.charAt(at);
        if (kind >= '0' && kind <= '7') {
            read.write(number(8, 3));
            return;
        }
        at++;
        int letter = LETTERS.indexOf(kind);
        if (letter >= 0) {
            read.write(MEANINGS.charAt(letter));
        } else if (kind == 'x' && isDigit(16)) {
            read.write(number(16, 2));
        } else if (kind == 'u') {
            add(number(16, 4));
        } else if (kind == 'U') {
            add(number(16, 8));
        } else {
            at--;
            int itself = written.codePointAt(at);
            at += Character.charCount(itself);
            add(itself);
        }
    }

    private int number(int radix, int digits) {
        int value = 0;
        for (int i = 0; i < digits && isDigit(radix); i++) {
            value = value * radix + Character.digit(written.charAt(at++), radix);
        }
        return value;
    }

    private boolean isDigit(int radix) {
        return at < written.length() && Character.digit(written.charAt(at), radix) >= 0;
    }

    private void add(int codePoint) {
        boolean known = Character.isValidCodePoint(codePoint);
        read.writeBytes(Character.toString(known ? codePoint : 0xfffd).getBytes(StandardCharsets.UTF_8));
    }
}
