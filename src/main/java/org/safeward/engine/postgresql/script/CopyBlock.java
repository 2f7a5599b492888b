package org.safeward.engine.postgresql.script;

import java.io.IOException;
import org.safeward.archive.content.RowDigest;

/**
 * Passes the rows of a COPY block on until the line that ends them: a backslash and a dot, alone. Rows go on in pieces as large as
 * they come; only what may be the beginning of the end mark is held back.
 */
final class CopyBlock {

    /** Takes rows, in pieces that may end anywhere. */
    public interface Rows {
        void take(byte[] bytes, int offset, int length) throws IOException;
    }

    private enum Mark {
        IS,
        MAY_BE,
        IS_NOT
    }

    private final Rows rows;
    private final RowDigest digest;
    private final byte[] held = new byte[4];
    private int heldCount;
    private boolean atLineStart = true;
    private boolean ended;
    private long lines;

    /** Whether the digest has bytes of a line whose end is not there yet. */
    private boolean lineOpen;

    /** @param digest gets each line before the end mark, without its newline */
    CopyBlock(Rows rows, RowDigest digest) {
        this.rows = rows;
        this.digest = digest;
    }

    boolean ended() {
        return ended;
    }

    /** Lines before the end mark: in COPY's text format, rows. */
    long lines() {
        return lines;
    }

    /** Looks at the bytes from {@code from} to {@code to} and returns where it stopped: at {@code to} or behind the mark. */
    int take(byte[] bytes, int from, int to) throws IOException {
        int start = takeHeld(bytes, from, to);
        int at = start;
        while (at < to && !ended && heldCount == 0) {
            var mark = atLineStart && bytes[at] == '\\' ? mark(bytes, at, to) : Mark.IS_NOT;
            if (mark == Mark.IS_NOT) {
                at = lineEnd(bytes, at, to);
                continue;
            }
            rows.take(bytes, start, at - start);
            if (mark == Mark.MAY_BE) {
                heldCount = to - at;
                System.arraycopy(bytes, at, held, 0, heldCount);
                return to;
            }
            ended = true;
            return at + (bytes[at + 2] == '\n' ? 3 : 4);
        }
        if (at > start) {
            rows.take(bytes, start, at - start);
        }
        return at;
    }

    /** Adds bytes to what is held until they tell; returns the position behind them. */
    private int takeHeld(byte[] bytes, int from, int to) throws IOException {
        int at = from;
        while (heldCount > 0 && at < to) {
            held[heldCount++] = bytes[at++];
            var mark = mark(held, 0, heldCount);
            if (mark != Mark.MAY_BE) {
                int count = heldCount;
                heldCount = 0;
                ended = mark == Mark.IS;
                if (!ended) {
                    lineEnd(held, 0, count);
                    rows.take(held, 0, count);
                }
                return at;
            }
        }
        return at;
    }

    private static Mark mark(byte[] bytes, int at, int to) {
        byte[] expected = {'\\', '.', '\r', '\n'};
        for (int i = 1; i < expected.length; i++) {
            if (at + i >= to) {
                return Mark.MAY_BE;
            }
            byte next = bytes[at + i];
            if (i == 2 && next == '\n') {
                return Mark.IS;
            }
            if (next != expected[i]) {
                return Mark.IS_NOT;
            }
        }
        return Mark.IS;
    }

    /** Behind the next newline, or at the end. */
    private int lineEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        atLineStart = at < to;
        digest(bytes, from, at);
        lines += atLineStart ? 1 : 0;
        return atLineStart ? at + 1 : at;
    }

    private void digest(byte[] bytes, int from, int to) {
        if (atLineStart && !lineOpen) {
            digest.add(bytes, from, to - from);
            return;
        }
        digest.open(bytes, from, to - from);
        lineOpen = !atLineStart;
        if (atLineStart) {
            digest.close();
        }
    }
}
