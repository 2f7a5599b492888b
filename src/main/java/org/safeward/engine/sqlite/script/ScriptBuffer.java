package org.safeward.engine.sqlite.script;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The bytes of a script as far as they are on the heap: from the beginning of the statement that is being read to what came with the
 * last read. Who scans takes the fields as they are; they change with every call that may read.
 */
final class ScriptBuffer {
    /** Bytes from which on a statement is given in pieces. The pieces that our own dumps are made of ({@code LargeRow}) are smaller. */
    static final int LARGE = 9 << 20;

    /**
     * Bytes of a statement that cannot be given in pieces: it is on the heap as a buffer of up to twice its size, as bytes, as a string of
     * one or two bytes a character, and as what the driver makes of that. SQLite takes no longer one than 1,000,000,000.
     */
    static final int LONGEST = (int)
            Math.min(1_000_000_000, Math.max(2L * LARGE, Runtime.getRuntime().maxMemory() / 16));

    private static final int FIRST_BUFFER = 1 << 18;

    byte[] bytes;
    int position;
    int end;

    /** Where the statement begins; -1 between statements. */
    int start = -1;

    /** Of the statement, counted from 1. */
    long number;

    private final InputStream in;

    ScriptBuffer(InputStream in) throws IOException {
        this.in = in;
        this.bytes = new byte[FIRST_BUFFER];
        skipByteOrderMark();
    }

    /** A script that is on the heap as a whole. */
    ScriptBuffer(byte[] script) throws IOException {
        this.in = InputStream.nullInputStream();
        this.bytes = script;
        this.end = script.length;
        skipByteOrderMark();
    }

    private void skipByteOrderMark() throws IOException {
        while (end < 3 && fill()) {
            // Three bytes are enough to tell.
        }
        if (end >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            position = 3;
        }
    }

    boolean more() throws IOException {
        if (position == end && start < 0) {
            // A comment between statements may be of any length.
            forgetWhatWasRead();
        }
        return position < end || fill();
    }

    /** The byte after the one at the position; 0 at the end. */
    byte following() throws IOException {
        return position + 1 < end || fill() ? bytes[position + 1] : 0;
    }

    /** The byte at the position, which is left behind. */
    byte taken() {
        byte b = bytes[position++];
        if (b == 0) {
            throw new Fault(ErrorCode.SCRIPT_FAILED, number, "the script holds a NUL byte");
        }
        return b;
    }

    /** Up to and with the byte. */
    void skipPast(byte last) throws IOException {
        while (more()) {
            position = indexOf(last);
            if (position < end && taken() == last) {
                return;
            }
        }
    }

    /** Where the byte, or a NUL, is from the position on; the end when it is not there yet. */
    int indexOf(byte wanted) {
        int at = position;
        while (at < end && bytes[at] != wanted && bytes[at] != 0) {
            at++;
        }
        return at;
    }

    void forgetWhatWasRead() {
        // Moving bytes is dear, so only when it makes room.
        if (position == end) {
            position = 0;
            end = 0;
        } else if (position > bytes.length / 2) {
            System.arraycopy(bytes, position, bytes, 0, end - position);
            end -= position;
            position = 0;
        }
    }

    /** What was read of the statement. */
    byte[] statement() {
        return Arrays.copyOfRange(bytes, start, position);
    }

    /** Something before the position. */
    void remove(int from, int to) {
        System.arraycopy(bytes, to, bytes, from, end - to);
        end -= to - from;
        position -= to - from;
    }

    /** Before the position. */
    void insert(int at, byte[] some) {
        if (end + some.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, end + some.length + FIRST_BUFFER);
        }
        System.arraycopy(bytes, at, bytes, at + some.length, end - at);
        System.arraycopy(some, 0, bytes, at, some.length);
        end += some.length;
        position += some.length;
    }

    private boolean fill() throws IOException {
        if (end == bytes.length) {
            if (end - Math.max(start, 0) >= LONGEST) {
                throw tooLarge(number);
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min((long) LONGEST + FIRST_BUFFER, bytes.length * 2L));
        }
        // Not all that there is room for: who scans has to see a statement that becomes large before it fills the
        // buffer.
        int read = in.read(bytes, end, Math.min(FIRST_BUFFER, bytes.length - end));
        if (read > 0) {
            end += read;
        }
        return read > 0;
    }

    static Fault tooLarge(long number) {
        return new Fault(ErrorCode.SCRIPT_STATEMENT_TOO_LARGE, "statement " + number, LONGEST);
    }
}
