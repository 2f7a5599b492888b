package org.safeward.engine.postgresql;

import java.io.IOException;

/** Passes the lines of a COPY block on until the one that ends it: a backslash and a dot, alone. */
final class CopyBlock implements ScriptBytes.Piece {
    private final ScriptBytes.Piece rows;
    private final byte[] beginning = new byte[4];
    private int held;
    private boolean insideLine;
    private boolean ended;
    private long lines;

    CopyBlock(ScriptBytes.Piece rows) {
        this.rows = rows;
    }

    boolean ended() {
        return ended;
    }

    long lines() {
        return lines;
    }

    @Override
    public void take(byte[] bytes, int offset, int length, boolean lineEnded) throws IOException {
        if (!insideLine && mayEnd(bytes, offset, length)) {
            hold(bytes, offset, length);
            ended = lineEnded;
            return;
        }
        if (held > 0) {
            int count = held;
            held = 0;
            pass(beginning, 0, count, false);
        }
        pass(bytes, offset, length, lineEnded);
    }

    /** Whether what is held together with this piece can still be the end mark. A piece may end anywhere. */
    private boolean mayEnd(byte[] bytes, int offset, int length) {
        if (held + length > beginning.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte expected = expectedAt(held + i, bytes[offset + i]);
            if (bytes[offset + i] != expected) {
                return false;
            }
        }
        return true;
    }

    /** {@code \.}, then a newline, with or without a carriage return. */
    private static byte expectedAt(int index, byte actual) {
        return switch (index) {
            case 0 -> (byte) '\\';
            case 1 -> (byte) '.';
            case 2 -> actual == '\r' ? actual : (byte) '\n';
            default -> (byte) '\n';
        };
    }

    private void hold(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, beginning, held, length);
        held += length;
    }

    private void pass(byte[] bytes, int offset, int length, boolean lineEnded) throws IOException {
        insideLine = !lineEnded;
        lines += lineEnded ? 1 : 0;
        rows.take(bytes, offset, length, lineEnded);
    }
}
