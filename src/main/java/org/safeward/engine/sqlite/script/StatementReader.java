package org.safeward.engine.sqlite.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Cuts a script into statements where SQLite would (https://sqlite.org/c3ref/complete.html): at semicolons outside of strings,
 * quoted names, comments and the bodies of triggers. Holds one statement at a time. Comments and blank space between statements
 * are left out, and so is a byte order mark.
 *
 * <p>No statement that it gives is much longer than {@link ScriptBuffer#LARGE}, as far as SQL has another way to say the same: large
 * texts and blobs go ahead in parts ({@link LargeLiterals}), and the rows of an INSERT come in several ({@link RowSplit}); all of these
 * have the number of the statement in the script. What cannot be said otherwise may be as long as the heap can bear.
 *
 * <p>Faults: SCRIPT_FAILED for a shell's dot-command and a NUL byte, SCRIPT_STATEMENT_TOO_LARGE.
 */
public final class StatementReader {
    /** Bytes that mean nothing to this reader inside a statement that is no trigger. */
    private static final boolean[] DULL = new boolean[256];

    static {
        Arrays.fill(DULL, true);
        for (char c : "'\"`[-/;\0".toCharArray()) {
            DULL[c] = false;
        }
    }

    /** Bytes of an INSERT that is cut between its rows before it has ended: a little less than no statement may have. */
    private static final int TOO_MANY_ROWS = ScriptBuffer.LONGEST - (1 << 20);

    /** Bytes from which on that is done when it has ended, for the sake of speed. */
    private static final int MANY_ROWS = 1 << 20;

    private final ScriptBuffer script;
    private final TriggerBody trigger = new TriggerBody();
    private final Deque<Statement> ready = new ArrayDeque<>();
    private final LargeLiterals literals;

    /** Bytes of the statement from which on it is tried to cut it between its rows. */
    private int nextSplit;

    private boolean split;

    public StatementReader(InputStream in) throws IOException {
        this(new ScriptBuffer(in));
    }

    /** Of a script that is on the heap: for a few statements a buffer would be larger than they are. */
    public StatementReader(byte[] script) throws IOException {
        this(new ScriptBuffer(script));
    }

    private StatementReader(ScriptBuffer script) {
        this.script = script;
        literals = new LargeLiterals(script);
    }

    /** The next statement; empty after the last one. */
    public Optional<Statement> next() throws IOException {
        if (ready.isEmpty()) {
            read();
        }
        return Optional.ofNullable(ready.poll());
    }

    /** On until something is ready, or to the end. */
    private void read() throws IOException {
        if (script.start < 0) {
            begin();
        }
        while (ready.isEmpty() && script.more()) {
            if (literals.isOpen()) {
                ready.addAll(literals.read());
            } else if (script.start < 0 || !trigger.isNone()) {
                readToken();
            } else if (script.position - script.start > nextSplit) {
                splitRows();
            } else if (skipDull()) {
                readToken();
            }
        }
        if (ready.isEmpty() && script.start >= 0) {
            ready.add(new Statement(script.number, script.statement(), false));
            script.start = -1;
        }
    }

    private void begin() {
        script.forgetWhatWasRead();
        script.number++;
        trigger.begin();
        literals.begin();
        nextSplit = TOO_MANY_ROWS;
        split = false;
    }

    private void readToken() throws IOException {
        byte b = script.bytes[script.position];
        if (script.start < 0 && !isBetweenStatements(b)) {
            script.start = script.position;
        }
        if (skipSpace(b)) {
            if (script.start < 0) {
                script.forgetWhatWasRead();
            }
        } else if (b == ';') {
            script.position++;
            if (trigger.endsAtSemicolon()) {
                give();
            }
        } else {
            skipToken(b, script.position == script.start);
        }
    }

    /** What has ended at a semicolon, unless it is that alone. */
    private void give() {
        byte[] bytes = script.statement();
        script.start = -1;
        if (split) {
            RowSplit.requireOnlyRows(bytes, script.number);
        }
        if (bytes.length > 1) {
            Optional<RowSplit> rows = bytes.length > MANY_ROWS ? RowSplit.of(bytes) : Optional.empty();
            rows.ifPresent(found -> found.statements().forEach(this::ready));
            ready(rows.map(found -> found.rest(bytes)).orElse(bytes));
            literals.end().ifPresent(ready::add);
        }
    }

    private void ready(byte[] statement) {
        ready.add(new Statement(script.number, statement, true));
    }

    /** Gives the rows that are whole, and goes on with those that follow as with a statement of their own. */
    private void splitRows() {
        nextSplit = Integer.MAX_VALUE;
        RowSplit.of(script.statement()).ifPresent(rows -> {
            rows.statements().forEach(this::ready);
            script.remove(script.start + rows.head(), script.start + rows.next());
            nextSplit = TOO_MANY_ROWS;
            split = true;
        });
    }

    /**
     * Skips what begins neither a text, a name, a comment nor the end of a statement: nearly all of a script's numbers. False
     * when that was all that the buffer holds.
     */
    private boolean skipDull() {
        byte[] bytes = script.bytes;
        int end = script.end;
        int at = script.position;
        while (at < end && DULL[bytes[at] & 0xFF]) {
            at++;
        }
        script.position = at;
        return at < end;
    }

    private boolean isBetweenStatements(byte b) throws IOException {
        return isSpace(b) || b == '-' && script.following() == '-' || b == '/' && script.following() == '*';
    }

    /** Skips blank space or a comment, if there is one. */
    private boolean skipSpace(byte b) throws IOException {
        if (isSpace(b)) {
            script.position++;
            return true;
        }
        if (b == '-' && script.following() == '-') {
            script.skipPast((byte) '\n');
            return true;
        }
        if (b == '/' && script.following() == '*') {
            script.position += 2;
            byte before = 0;
            while (script.more()) {
                byte now = script.taken();
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
        if (b == '\'') {
            trigger.other();
            ready.addAll(literals.open());
        } else if (b == '"' || b == '`') {
            // A doubled quote is two names side by side, which end at the same place.
            script.position++;
            trigger.other();
            script.skipPast(b);
        } else if (b == '[') {
            trigger.other();
            script.skipPast((byte) ']');
        } else if (isWord(b)) {
            skipWord();
        } else if (b == '.' && first) {
            throw new Fault(ErrorCode.SCRIPT_FAILED, script.number, "a command of the sqlite3 shell: " + restOfLine());
        } else {
            trigger.other();
            script.taken();
        }
    }

    private void skipWord() throws IOException {
        int length = 0;
        while (script.more() && isWord(script.bytes[script.position])) {
            script.position++;
            length++;
        }
        trigger.word(script.bytes, script.position - length, length);
    }

    private String restOfLine() {
        int stop = script.position;
        while (stop < script.end && script.bytes[stop] >= ' ' && stop - script.position < 40) {
            stop++;
        }
        return new String(script.bytes, script.position, stop - script.position, StandardCharsets.US_ASCII);
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r' && b != 0x0B;
    }

    /** Bytes of names, keywords and numbers; all of UTF-8 above ASCII belongs to names. */
    static boolean isWord(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '$' || b < 0;
    }
}
