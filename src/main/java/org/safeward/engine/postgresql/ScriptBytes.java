package org.safeward.engine.postgresql;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import org.safeward.engine.Work;

/**
 * The bytes of a script, one at a time or a line's piece at a time, with the number of the line. From {@link #transcodeFrom} on
 * they come as UTF-8, whatever the script is written in: the reader above then never meets an encoding whose second bytes look
 * like quotes or backslashes (SJIS, GBK, BIG5).
 */
final class ScriptBytes {
    private static final int SIZE = 1 << 16;

    private final Work work;
    private final byte[] buffer = new byte[SIZE];
    private InputStream in;
    private int position;
    private int limit;
    private long line = 1;

    ScriptBytes(InputStream in, Work work) {
        this.in = in;
        this.work = work;
    }

    /** The next byte, or -1 at the end. */
    int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        byte next = buffer[position++];
        if (next == '\n') {
            line++;
        }
        return next & 0xff;
    }

    /** The byte that {@link #read} will give, or -1. */
    int peek() throws IOException {
        return position == limit && !fill() ? -1 : buffer[position] & 0xff;
    }

    /** Consumes the next bytes if they are these; needs them to lie in the buffer, so only for the very beginning. */
    boolean startsWith(byte[] expected) throws IOException {
        while (limit - position < expected.length) {
            if (!append()) {
                return false;
            }
        }
        for (int i = 0; i < expected.length; i++) {
            if (buffer[position + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    void skip(int count) {
        position += count;
    }

    /**
     * Hands over a piece of the current line: up to and with its newline when that lies in the buffer, else what the buffer
     * holds. Returns false at the end of the script.
     */
    boolean readPiece(Piece piece) throws IOException {
        if (position == limit && !fill()) {
            return false;
        }
        int end = position;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        boolean whole = end < limit;
        if (whole) {
            end++;
            line++;
        }
        int start = position;
        position = end;
        piece.take(buffer, start, end - start, whole);
        return true;
    }

    /** A piece of a line; {@code ended} when its last byte is the newline. */
    interface Piece {
        void take(byte[] bytes, int offset, int length, boolean ended) throws IOException;
    }

    long line() {
        return line;
    }

    void transcodeFrom(Charset charset) {
        byte[] ahead = new byte[limit - position];
        System.arraycopy(buffer, position, ahead, 0, ahead.length);
        position = limit;
        in = new Utf8InputStream(new SequenceInputStream(new ByteArrayInputStream(ahead), in), charset);
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = 0;
        return append();
    }

    private boolean append() throws IOException {
        work.checkpoint();
        int count = in.read(buffer, limit, SIZE - limit);
        limit += Math.max(count, 0);
        return count > 0;
    }
}
