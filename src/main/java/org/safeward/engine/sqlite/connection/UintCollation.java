package org.safeward.engine.sqlite.connection;

import org.sqlite.Collation;

/** The collation UINT of the sqlite3 shell (https://sqlite.org/uintcseq.html): as BINARY, but runs of digits compare as numbers. */
final class UintCollation extends Collation {
    @Override
    protected int xCompare(String a, String b) {
        return compare(a.codePoints().toArray(), b.codePoints().toArray());
    }

    private static int compare(int[] a, int[] b) {
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            if (RegularExpression.isDigit(a[i]) && RegularExpression.isDigit(b[j])) {
                i = afterZeros(a, i);
                j = afterZeros(b, j);
                int digitsOfA = afterDigits(a, i) - i;
                int digitsOfB = afterDigits(b, j) - j;
                if (digitsOfA != digitsOfB) {
                    return digitsOfA - digitsOfB;
                }
                for (int k = 0; k < digitsOfA; k++, i++, j++) {
                    if (a[i] != b[j]) {
                        return a[i] - b[j];
                    }
                }
            } else if (a[i] != b[j]) {
                return a[i] - b[j];
            } else {
                i++;
                j++;
            }
        }
        return (a.length - i) - (b.length - j);
    }

    private static int afterZeros(int[] text, int from) {
        int i = from;
        while (i < text.length && text[i] == '0') {
            i++;
        }
        return i;
    }

    private static int afterDigits(int[] text, int from) {
        int i = from;
        while (i < text.length && RegularExpression.isDigit(text[i])) {
            i++;
        }
        return i;
    }
}
