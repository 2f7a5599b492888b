package org.safeward.engine.sqlite.load;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Reads the rows of an INSERT as our dumps write them ({@code RowExpression}): {@code (value,value),\n(value,value);} with NULL, integers,
 * decimals, quotients of an integer and 1e9, texts, and blobs in upper case. Whatever else stands there is not understood.
 *
 * <p>A decimal is read as {@link Double#parseDouble} reads it, which finds the nearest double. SQLite finds the same one: a dump writes only decimals
 * that every reader takes for the same bits.
 */
final class RowLiterals {
    /** An integer of so many digits is below 2 to the power of 63. */
    private static final int SAFE_DIGITS = 18;

    /** Up to here integers and powers of ten are exact doubles, so that one division rounds once. */
    private static final long EXACT = 1L << 53;

    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18
    };

    private static final int LONGEST_NUMBER = 40;

    private static final Pattern LONG_INTEGER = Pattern.compile("-?[0-9]{19}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+\\.[0-9]+(e[+-]?[0-9]+)?");

    private final byte[] sql;
    private final RowRecord record;
    private int at;

    /** @param at where the first row begins */
    RowLiterals(byte[] sql, int at, RowRecord record) {
        this.sql = sql;
        this.at = at;
        this.record = record;
    }

    /** Reads a row into the record. @return false when it is not understood, or larger than a record may be */
    boolean row() {
        record.clear();
        if (!skip('(')) {
            return false;
        }
        do {
            if (!value()) {
                return false;
            }
        } while (skip(','));
        return skip(')');
    }

    /** Goes on to the next row, if there is one. */
    boolean another() {
        return skip(',') && skip('\n');
    }

    /** Whether the last row was the end of it. */
    boolean ended() {
        return skip(';') && at == sql.length;
    }

    /** The byte so far ahead; 0, which no script has, behind the end. */
    private byte ahead(int distance) {
        return at + distance < sql.length ? sql[at + distance] : 0;
    }

    private boolean skip(char wanted) {
        boolean there = ahead(0) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private boolean value() {
        return switch (ahead(0)) {
            case '\'' -> text();
            case 'X' -> blob();
            case 'N' -> skip('N') && skip('U') && skip('L') && skip('L') && record.addNull();
            default -> number();
        };
    }

    private boolean text() {
        record.begin();
        do {
            // Behind the opening quote, or the second of two, the first of which is text.
            int from = at + 1;
            int quote = from;
            while (quote < sql.length && sql[quote] != '\'') {
                quote++;
            }
            at = quote + 1;
            boolean doubled = ahead(0) == '\'';
            if (quote == sql.length || !record.append(sql, from, quote - from + (doubled ? 1 : 0))) {
                return false;
            }
        } while (ahead(0) == '\'');
        return record.endText();
    }

    private boolean blob() {
        if (!skip('X') || !skip('\'')) {
            return false;
        }
        record.begin();
        while (ahead(0) != '\'') {
            int high = digit(ahead(0));
            int low = digit(ahead(1));
            if (high < 0 || low < 0 || !record.append(high << 4 | low)) {
                return false;
            }
            at += 2;
        }
        return skip('\'') && record.endBlob();
    }

    private static int digit(byte b) {
        return b >= '0' && b <= '9' ? b - '0' : b >= 'A' && b <= 'F' ? b - 'A' + 10 : -1;
    }

    private boolean number() {
        int from = at;
        boolean negative = skip('-');
        long digits = 0;
        int count = 0;
        int behindPoint = -1;
        for (; ; at++) {
            byte b = ahead(0);
            if (b >= '0' && b <= '9' && count < SAFE_DIGITS) {
                digits = 10 * digits + b - '0';
                count++;
                behindPoint += behindPoint >= 0 ? 1 : 0;
            } else if (b == '.' && behindPoint < 0 && count > 0) {
                behindPoint = 0;
            } else {
                break;
            }
        }
        boolean ended = count > 0 && isEnd(ahead(0));
        if (ended && behindPoint < 0) {
            return record.addInteger(negative ? -digits : digits);
        }
        if (ended && behindPoint > 0 && digits < EXACT) {
            return real(digits, POWERS[behindPoint], negative);
        }
        if (count > 0 && behindPoint < 0 && digits < EXACT && isBillionth()) {
            at += "/1e9".length();
            return real(digits, 1e9, negative);
        }
        at = from;
        return longNumber();
    }

    private boolean real(long dividend, double divisor, boolean negative) {
        double quotient = dividend / divisor;
        return record.addReal(negative ? -quotient : quotient);
    }

    private boolean isBillionth() {
        return ahead(0) == '/' && ahead(1) == '1' && ahead(2) == 'e' && ahead(3) == '9' && isEnd(ahead(4));
    }

    private static boolean isEnd(byte b) {
        return b == ',' || b == ')';
    }

    /** An integer of 19 digits, or a decimal with an exponent or many digits: {@code -1.23e+45}. */
    private boolean longNumber() {
        int length = 0;
        while (length < LONGEST_NUMBER && !isEnd(ahead(length))) {
            length++;
        }
        if (at + length >= sql.length || length == LONGEST_NUMBER) {
            return false;
        }
        String number = new String(sql, at, length, StandardCharsets.ISO_8859_1);
        at += length;
        if (LONG_INTEGER.matcher(number).matches()) {
            return integer(number);
        }
        return DECIMAL.matcher(number).matches() && record.addReal(Double.parseDouble(number));
    }

    private boolean integer(String number) {
        try {
            return record.addInteger(Long.parseLong(number));
        } catch (NumberFormatException e) {
            // Beyond 64 bits SQLite makes it a REAL; no dump has one.
            return false;
        }
    }
}
