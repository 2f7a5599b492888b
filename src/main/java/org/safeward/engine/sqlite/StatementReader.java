package org.safeward.engine.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Cuts a script into statements where SQLite would (https://sqlite.org/c3ref/complete.html): at semicolons outside of strings,
 * quoted names, comments and the bodies of triggers. Holds one statement at a time. Comments and blank space between statements
 * are left out, and so is a byte order mark.
 *
 * <p>A shell's dot-command and a NUL byte are faults: SCRIPT_FAILED.
 */
final class StatementReader {
    /** SQLite takes no longer statement (SQLITE_MAX_SQL_LENGTH). */
    static final int LONGEST = 1_000_000_000;

    private static final int FIRST_BUFFER = 1 << 18;

    /** Bytes that mean nothing to this reader inside a statement that is no trigger. */
    private static final boolean[] DULL = new boolean[256];

    static {
        Arrays.fill(DULL, true);
        for (char c : "'\"`[-/;\0".toCharArray()) {
            DULL[c] = false;
        }
    }

    private final InputStream in;
    private final TriggerBody trigger = new TriggerBody();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int end;
    private int position;
    private long number;

    StatementReader(InputStream in) throws IOException {
        this.in = in;
        skipByteOrderMark();
    }

    private void skipByteOrderMark() throws IOException {
        while (end < 3 && fill()) {
            // Three bytes are enough to tell.
        }
        if (end >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
            position = 3;
        }
    }

    /** The next statement; empty after the last one. */
    Optional<Statement> next() throws IOException {
        forgetWhatWasRead();
        number++;
        trigger.begin();
        int start = -1;
        while (more()) {
            if (start >= 0 && trigger.isNone() && !skipDull()) {
                continue;
            }
            byte b = buffer[position];
            if (start < 0 && !isBetweenStatements(b)) {
                start = position;
            }
            if (skipSpace(b)) {
                if (start < 0) {
                    forgetWhatWasRead();
                }
            } else if (b == ';') {
                position++;
                if (trigger.endsAtSemicolon()) {
                    if (position - start > 1) {
                        return Optional.of(new Statement(number, Arrays.copyOfRange(buffer, start, position), true));
                    }
                    start = -1;
                }
            } else {
                skipToken(b, position == start);
            }
        }
        return start < 0
                ? Optional.empty()
                : Optional.of(new Statement(number, Arrays.copyOfRange(buffer, start, end), false));
    }

    /**
     * Skips what begins neither a text, a name, a comment nor the end of a statement: nearly all of a script's numbers. False
     * when that was all that the buffer holds.
     */
    private boolean skipDull() {
        int at = position;
        while (at < end && DULL[buffer[at] & 0xFF]) {
            at++;
        }
        position = at;
        return at < end;
    }

    private boolean isBetweenStatements(byte b) throws IOException {
        return isSpace(b) || b == '-' && following() == '-' || b == '/' && following() == '*';
    }

    /** Skips blank space or a comment, if there is one. */
    private boolean skipSpace(byte b) throws IOException {
        if (isSpace(b)) {
            position++;
            return true;
        }
        if (b == '-' && following() == '-') {
            skipPast((byte) '\n');
            return true;
        }
        if (b == '/' && following() == '*') {
            position += 2;
            byte before = 0;
            while (more()) {
                byte now = taken();
                if (before == '*' && now == '/') {
                    break;
                }
                before = now;
            }
            return true;
        }
        return false;
    }

    private void skipToken(byte b, boolean first) throws IOException {
        if (b == '\'' || b == '"' || b == '`') {
            position++;
            trigger.other();
            skipPast(b);
        } else if (b == '[') {
            trigger.other();
            skipPast((byte) ']');
        } else if (isWord(b)) {
            skipWord();
        } else if (b == '.' && first) {
            throw new Fault(ErrorCode.SCRIPT_FAILED, number, "a command of the sqlite3 shell: " + restOfLine());
        } else {
            trigger.other();
            taken();
        }
    }

    /** Skips up to and with the byte; a doubled quote is two strings side by side, which ends at the same place. */
    private void skipPast(byte last) throws IOException {
        while (more()) {
            int at = position;
            while (at < end && buffer[at] != last && buffer[at] != 0) {
                at++;
            }
            position = at;
            if (at < end && taken() == last) {
                return;
            }
        }
    }

    private void skipWord() throws IOException {
        int length = 0;
        while (more() && isWord(buffer[position])) {
            position++;
            length++;
        }
        trigger.word(buffer, position - length, length);
    }

    private String restOfLine() {
        int stop = position;
        while (stop < end && buffer[stop] >= ' ' && stop - position < 40) {
            stop++;
        }
        return new String(buffer, position, stop - position, StandardCharsets.US_ASCII);
    }

    private byte taken() {
        byte b = buffer[position++];
        if (b == 0) {
            throw new Fault(ErrorCode.SCRIPT_FAILED, number, "the script holds a NUL byte");
        }
        return b;
    }

    /** The byte after the one at the position; 0 at the end. */
    private byte following() throws IOException {
        return position + 1 < end || fill() ? buffer[position + 1] : 0;
    }

    private boolean more() throws IOException {
        return position < end || fill();
    }

    private void forgetWhatWasRead() {
        // Moving bytes is dear, so only when it makes room.
        if (position == end) {
            position = 0;
            end = 0;
        } else if (position > buffer.length / 2) {
            System.arraycopy(buffer, position, buffer, 0, end - position);
            end -= position;
            position = 0;
        }
    }

    private boolean fill() throws IOException {
        if (end == buffer.length) {
            if (end >= LONGEST) {
                throw new Fault(ErrorCode.SCRIPT_FAILED, number, "the statement is longer than " + LONGEST + " bytes");
            }
            buffer = Arrays.copyOf(buffer, (int) Math.min(LONGEST, buffer.length * 2L));
        }
        int read = in.read(buffer, end, buffer.length - end);
        if (read > 0) {
            end += read;
        }
        return read > 0;
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r' && b != 0x0B;
    }

    /** Bytes of names, keywords and numbers; all of UTF-8 above ASCII belongs to names. */
    static boolean isWord(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '$' || b < 0;
    }
}
