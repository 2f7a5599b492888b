package org.safeward.engine.postgresql.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import org.safeward.archive.parallel.YieldRegularly;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The bytes of a script, one at a time or in pieces, with the number of the line. From {@link #transcodeFrom} on
 * they come as UTF-8, whatever the script is written in: the reader above then never meets an encoding whose second bytes look
 * like quotes or backslashes (SJIS, GBK, BIG5).
 */
final class ScriptBytes {
    private static final int SIZE = 1 << 16;

    private final Work work;
    private final YieldRegularly courtesy = new YieldRegularly();
    private final byte[] buffer = new byte[SIZE];
    private InputStream in;
    private int position;
    private int limit;
    private long line = 1;
    private long filled;
    private boolean transcodes;

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

    /**
     * The next byte of something that has to have an end.
     *
     * @throws Fault BACKUP_TRUNCATED when it has none
     */
    int inside(String what, long startLine) throws IOException {
        int c = read();
        if (c < 0) {
            throw new Fault(ErrorCode.BACKUP_TRUNCATED, "it ends inside a " + what + " after line " + startLine);
        }
        return c;
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

    /** Hands what the buffer holds to a COPY block, which takes as much of it as is its own; false at the end of the script. */
    boolean read(CopyBlock block) throws IOException {
        if (position == limit && !fill()) {
            return false;
        }
        long before = block.lines();
        position = block.take(buffer, position, limit);
        line += block.lines() - before + (block.ended() ? 1 : 0);
        return true;
    }

    long line() {
        return line;
    }

    /** How many bytes were read and handed on. */
    long offset() {
        return filled - (limit - position);
    }

    boolean transcodes() {
        return transcodes;
    }

    void transcodeFrom(Charset charset) throws IOException {
        transcodes = true;
        // Not a SequenceInputStream: that closes at its end what is not ours to close.
        var all = new PushbackInputStream(in, SIZE);
        all.unread(buffer, position, limit - position);
        position = limit;
        in = new Utf8InputStream(all, charset);
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = 0;
        return append();
    }

    private boolean append() throws IOException {
        work.checkpoint();
        courtesy.giveWay();
        int count = in.read(buffer, limit, SIZE - limit);
        limit += Math.max(count, 0);
        filled += Math.max(count, 0);
        return count > 0;
    }
}
