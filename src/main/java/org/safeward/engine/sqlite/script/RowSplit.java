package org.safeward.engine.sqlite.script;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a long {@code INSERT ... VALUES (..),(..),...}, ended or not, between its rows. All of a script is one transaction that ends
 * at the first error, so several statements do what the one would have done; except where a row looks into the table itself, so one
 * with a SELECT of its own is not cut, and where something follows the rows.
 *
 * @param statements with the rows that another one follows
 * @param head bytes up to and with VALUES, which the rest begins with too
 * @param next where the rows of the rest begin
 */
record RowSplit(List<byte[]> statements, int head, int next) {
    /** Of rows in one statement. Not more: for each expression in them SQLite looks at all the others. */
    private static final int BYTES = 1 << 16;

    private static final int OUTSIDE = 0;

    static Optional<RowSplit> of(byte[] sql) {
        Tokens tokens = new Tokens(sql);
        int head = values(tokens);
        List<byte[]> statements = new ArrayList<>();
        int from = head;
        int rowEnd = 0;
        int depth = OUTSIDE;
        while (head > 0 && tokens.next() != Tokens.Kind.END) {
            if (isForeign(tokens, depth, sql)) {
                return Optional.empty();
            }
            if (tokens.isSymbol('(')) {
                depth++;
            } else if (tokens.isSymbol(')')) {
                depth--;
                rowEnd = tokens.end();
            } else if (tokens.isSymbol(',') && depth == OUTSIDE && rowEnd - from > BYTES) {
                statements.add(joined(sql, head, from, rowEnd, ";"));
                from = tokens.end();
            }
        }
        return statements.isEmpty() ? Optional.empty() : Optional.of(new RowSplit(statements, head, from));
    }

    /** @throws org.safeward.fault.Fault SCRIPT_STATEMENT_TOO_LARGE when the rest of a statement that was cut is more than rows */
    static void requireOnlyRows(byte[] sql, long number) {
        Tokens tokens = new Tokens(sql);
        values(tokens);
        int depth = OUTSIDE;
        while (tokens.next() != Tokens.Kind.END) {
            if (isForeign(tokens, depth, sql)) {
                throw ScriptBuffer.tooLarge(number);
            }
            depth += tokens.isSymbol('(') ? 1 : tokens.isSymbol(')') ? -1 : 0;
        }
    }

    /** Behind VALUES; 0 when this is no INSERT with rows. */
    private static int values(Tokens tokens) {
        String first = tokens.nextKeyword();
        if (!first.equals("INSERT") && !first.equals("REPLACE")) {
            return 0;
        }
        int depth = OUTSIDE;
        while (tokens.next() != Tokens.Kind.END) {
            depth += tokens.isSymbol('(') ? 1 : tokens.isSymbol(')') ? -1 : 0;
            String word = depth == OUTSIDE ? tokens.keyword() : "";
            if (word.equals("VALUES")) {
                return tokens.end();
            }
            if (word.equals("SELECT") || word.equals("WITH") || word.equals("DEFAULT")) {
                return 0;
            }
        }
        return 0;
    }

    /** A word between rows, or a SELECT in one that is not ours. */
    private static boolean isForeign(Tokens tokens, int depth, byte[] sql) {
        if (tokens.kind() != Tokens.Kind.WORD) {
            return false;
        }
        if (depth == OUTSIDE) {
            return true;
        }
        boolean select = tokens.end() - tokens.start() == "SELECT".length()
                && tokens.keyword().equals("SELECT");
        return select && !isPart(sql, tokens.start() - 1);
    }

    private static boolean isPart(byte[] sql, int from) {
        byte[] part = LargeLiterals.PART.getBytes(StandardCharsets.US_ASCII);
        int to = from + part.length;
        return to <= sql.length && Arrays.equals(sql, from, to, part, 0, part.length);
    }

    /** The last of the statements, of one that has ended. */
    byte[] rest(byte[] sql) {
        return joined(sql, head, next, sql.length, "");
    }

    private static byte[] joined(byte[] sql, int head, int from, int to, String end) {
        ByteArrayOutputStream statement = new ByteArrayOutputStream(head + to - from + end.length());
        statement.write(sql, 0, head);
        statement.write(sql, from, to - from);
        statement.writeBytes(end.getBytes(StandardCharsets.US_ASCII));
        return statement.toByteArray();
    }
}
