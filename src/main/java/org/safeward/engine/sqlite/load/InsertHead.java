package org.safeward.engine.sqlite.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the INSERT statements of a dump begin with: the table, and the columns by name. */
final class InsertHead {
    static final byte[] VALUES = " VALUES\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] INSERT = "INSERT INTO ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = ") VALUES\n(".getBytes(StandardCharsets.US_ASCII);

    private InsertHead() {}

    /**
     * All before the first row; empty for anything else. The name of a column may look like an end; what is behind it then is none of the literals
     * that {@link RowLiterals} reads.
     */
    static byte[] of(byte[] sql) {
        if (!stands(INSERT, sql, 0)) {
            return new byte[0];
        }
        for (int at = INSERT.length; at < sql.length; at++) {
            if (sql[at] == ')' && stands(END, sql, at)) {
                return Arrays.copyOf(sql, at + END.length - 1);
            }
            if (sql[at] == '\'') {
                // A text: rows have begun, after something else.
                return new byte[0];
            }
        }
        return new byte[0];
    }

    static boolean stands(byte[] wanted, byte[] sql, int at) {
        return at + wanted.length <= sql.length && Arrays.equals(sql, at, at + wanted.length, wanted, 0, wanted.length);
    }
}
