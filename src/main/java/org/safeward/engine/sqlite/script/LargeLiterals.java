package org.safeward.engine.sqlite.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads what stands in single quotes. A large text or blob goes ahead of its statement into a temporary table, part by part, and the
 * statement gets an expression in its place that joins the parts: so a value may be as large as SQLite's own limit and never is on the
 * heap whole. The other direction of {@code LargeRow}, for scripts of others.
 *
 * <p>The expression is a balanced tree: joined one after the other, each part would be copied as often as there are parts behind it.
 */
final class LargeLiterals {
    private static final String TABLE = "temp.safeward_parts";

    /** What a part in the statement looks like, up to its number. */
    static final String PART = "(SELECT part FROM " + TABLE + " WHERE n=";

    private static final int LONGEST_KEYWORD = 10;

    /** Bytes from which on a text goes ahead when its statement has become a large one by others of its kind. */
    private static final int MEDIUM = 4 << 10;

    private final ScriptBuffer script;

    /** Where the quote is that has no end yet, or -1. */
    private int quote = -1;

    private boolean blob;

    /** Of what went ahead of it: bytes of text or hex digits. */
    private long length;

    private int firstPart;
    private int lastPart;

    LargeLiterals(ScriptBuffer script) {
        this.script = script;
    }

    /** A new statement begins. */
    void begin() {
        firstPart = 1;
        lastPart = 0;
        length = 0;
    }

    boolean isOpen() {
        return quote >= 0;
    }

    /** At a single quote. @return as {@link #read} */
    List<Statement> open() throws IOException {
        quote = script.position;
        blob = quote > script.start
                && (script.bytes[quote - 1] | 0x20) == 'x'
                && (quote - 1 == script.start || !StatementReader.isWord(script.bytes[quote - 2]));
        script.position++;
        return read();
    }

    /** On to the end, or as far as there is a part that has to go ahead: then that, and this is still open. */
    List<Statement> read() throws IOException {
        while (script.more()) {
            script.position = script.indexOf((byte) '\'');
            if (script.position == script.end) {
                if (script.position - quote > ScriptBuffer.LARGE && mayBeAnExpression()) {
                    return part(wholeCharacters());
                }
            } else if (script.taken() == '\'' && !isDoubled()) {
                return closed();
            }
        }
        return List.of();
    }

    private boolean isDoubled() throws IOException {
        boolean doubled = script.more() && script.bytes[script.position] == '\'';
        script.position += doubled ? 1 : 0;
        return doubled;
    }

    private boolean mayBeAnExpression() {
        byte[] keyword =
                Arrays.copyOfRange(script.bytes, script.start, Math.min(script.start + LONGEST_KEYWORD, quote));
        return Statement.takesExpressions(new Tokens(keyword).nextKeyword());
    }

    /** As far as there are whole characters; of a blob an even number of bytes, since {@code ||} drops the last one in UTF-16. */
    private int wholeCharacters() {
        int end = script.position;
        if (blob) {
            return end - (end - quote - 1) % 4;
        }
        int lead = end - 1;
        while (lead > end - 4 && (script.bytes[lead] & 0xC0) == 0x80) {
            lead--;
        }
        int length = Integer.numberOfLeadingZeros(~(script.bytes[lead] << 24));
        return length > end - lead ? lead : end;
    }

    /** Takes what follows the quote out of the statement. */
    private List<Statement> part(int to) {
        List<Statement> ahead = new ArrayList<>();
        if (lastPart++ == 0) {
            ahead.add(statement("CREATE TEMP TABLE safeward_parts(n INTEGER PRIMARY KEY, part);"));
        }
        String head = "INSERT INTO " + TABLE + " VALUES(" + lastPart + "," + (blob ? "X'" : "'");
        ByteArrayOutputStream sql = new ByteArrayOutputStream(head.length() + to - quote + 2);
        sql.writeBytes(ascii(head));
        sql.write(script.bytes, quote + 1, to - quote - 1);
        length += to - quote - 1;
        sql.writeBytes(ascii(isPadded() ? "00');" : "');"));
        ahead.add(new Statement(script.number, sql.toByteArray(), true));
        script.remove(quote + 1, to);
        return ahead;
    }

    /** What is left of a text that went ahead goes there too. */
    private List<Statement> closed() {
        List<Statement> ahead = List.of();
        if (lastPart >= firstPart || isOneTooMany()) {
            if (script.position - 1 > quote + 1) {
                ahead = part(script.position - 1);
            }
            script.remove(blob ? quote - 1 : quote, script.position);
            script.insert(script.position, ascii(joined()));
            firstPart = lastPart + 1;
            length = 0;
        }
        quote = -1;
        return ahead;
    }

    private boolean isOneTooMany() {
        return script.position - quote > MEDIUM
                && script.position - script.start > ScriptBuffer.LARGE
                && mayBeAnExpression();
    }

    /** Whether a blob has an odd number of bytes, so that it has one more in its parts. */
    private boolean isPadded() {
        return blob && length % 4 == 2;
    }

    private String joined() {
        String joined = "CAST(" + joined(firstPart, lastPart) + " AS " + (blob ? "BLOB" : "TEXT") + ")";
        return isPadded() ? "substr(" + joined + ",1," + length / 2 + ")" : joined;
    }

    private static String joined(int from, int to) {
        if (from == to) {
            return PART + from + ")";
        }
        int middle = (from + to) / 2;
        return "(" + joined(from, middle) + "||" + joined(middle + 1, to) + ")";
    }

    /** What is to be run behind the statement. */
    Optional<Statement> end() {
        return lastPart > 0 ? Optional.of(statement("DROP TABLE " + TABLE + ";")) : Optional.empty();
    }

    private Statement statement(String sql) {
        return new Statement(script.number, ascii(sql), true);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
