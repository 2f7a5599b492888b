package org.safeward.engine.postgresql.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Finds where a statement ends, by the server's lexical rules (PostgreSQL, "Lexical Structure") and psql's for the bodies of
 * {@code BEGIN ATOMIC}: a semicolon counts only outside quotes, comments, parentheses and such bodies.
 */
final class StatementLexer {
    private final ScriptBytes bytes;
    private final CommentReader comments;
    private final MetaCommands metaCommands;
    private final StatementText text;
    private final StatementEncoding encoding = new StatementEncoding();
    private boolean backslashEscapes;

    // Of the current statement
    private long startLine;
    private long startOffset;
    private int parentheses;
    private AtomicBody body = new AtomicBody();
    private boolean escapingStringMayGoOn;

    /**
     * @param text where statements are gathered; the caller closes it
     * @param comments gets every {@code --} comment between statements
     */
    StatementLexer(ScriptBytes bytes, StatementText text, Consumer<String> comments) {
        this.text = text;
        this.bytes = bytes;
        this.comments = new CommentReader(bytes, comments);
        this.metaCommands = new MetaCommands(bytes);
    }

    /** What {@code SET standard_conforming_strings = off} asks for: a backslash escapes in plain strings too. */
    void backslashEscapes(boolean on) {
        backslashEscapes = on;
    }

    boolean backslashEscapes() {
        return backslashEscapes;
    }

    /** In which statements are written. */
    StatementEncoding encoding() {
        return encoding;
    }

    long startLine() {
        return startLine;
    }

    /** Of its first byte in the script. */
    long startOffset() {
        return startOffset;
    }

    /** The next statement without its semicolon, or null at the end of the script. */
    String next() throws IOException {
        text.clear();
        parentheses = 0;
        body = new AtomicBody();
        escapingStringMayGoOn = false;
        while (true) {
            int c = bytes.read();
            if (c < 0) {
                return atEnd();
            }
            if (c == ';' && parentheses == 0 && !body.open()) {
                if (!text.isEmpty()) {
                    return encoding.decoded(text.taken(), startLine);
                }
            } else {
                token(c);
            }
        }
    }

    private String atEnd() {
        if (!text.isEmpty()) {
            throw new Fault(ErrorCode.BACKUP_TRUNCATED, "the statement of line " + startLine + " has no end");
        }
        return null;
    }

    private void token(int c) throws IOException {
        if (c == '-' && bytes.peek() == '-') {
            if (comments.line(text.isEmpty())) {
                add('\n');
            }
        } else if (c == '/' && bytes.peek() == '*') {
            comments.block(startLine);
            // It means nothing to the server, so that a space stands for it.
            if (!text.isEmpty()) {
                add(' ');
            }
        } else if (isSpace(c)) {
            space(c);
        } else if (c == '\\') {
            metaCommands.run(text.isEmpty());
        } else {
            if (text.isEmpty()) {
                startLine = bytes.line();
                startOffset = bytes.offset() - 1;
            }
            boolean goesOn = escapingStringMayGoOn;
            escapingStringMayGoOn = false;
            add(c);
            visible(c, goesOn);
        }
    }

    private void visible(int c, boolean escapingStringGoesOn) throws IOException {
        if (isNamePart(c)) {
            word(c);
            return;
        }
        if (c == ';' && parentheses == 0) {
            body.semicolon();
        } else {
            body.other();
        }
        if (c == '\'') {
            string(backslashEscapes || escapingStringGoesOn);
        } else if (c == '"') {
            until('"');
        } else if (c == '$') {
            dollar();
        } else if (c == '(') {
            parentheses++;
        } else if (c == ')') {
            parentheses = Math.max(0, parentheses - 1);
        }
    }

    /** A string that was continued on the next line goes on by the rules of its first part. */
    private void space(int c) {
        if (!text.isEmpty()) {
            add(c);
        }
    }

    /** A number takes no dollar, which would begin a quote. */
    private void word(int first) throws IOException {
        var word = new StringBuilder().append((char) first);
        boolean number = Character.isDigit(first);
        while (isNamePart(bytes.peek()) || bytes.peek() == '$' && !number) {
            int c = bytes.read();
            add(c);
            if (word.length() < 16) {
                word.append((char) c);
            }
        }
        if (word.length() == 1 && (first == 'e' || first == 'E') && bytes.peek() == '\'') {
            add(bytes.read());
            body.other();
            string(true);
        } else if (number) {
            body.other();
        } else if (parentheses == 0) {
            body.word(word.toString().toLowerCase(Locale.ROOT));
        }
    }

    private void string(boolean escapes) throws IOException {
        while (true) {
            int c = inside("string");
            add(c);
            if (c == '\\' && escapes) {
                add(inside("string"));
            } else if (c == '\'') {
                escapingStringMayGoOn = escapes;
                return;
            }
        }
    }

    private void until(int end) throws IOException {
        int c;
        do {
            c = inside("name");
            add(c);
        } while (c != end);
    }

    /** Text in dollar quotes, or a parameter such as {@code $1}. */
    private void dollar() throws IOException {
        var tag = new ByteArrayOutputStream();
        tag.write('$');
        while (isNamePart(bytes.peek()) && !(tag.size() == 1 && Character.isDigit(bytes.peek()))) {
            int c = bytes.read();
            add(c);
            tag.write(c);
        }
        if (bytes.peek() == '$') {
            add(bytes.read());
            tag.write('$');
            dollarQuoted(tag.toByteArray());
        }
    }

    /** A tag begins with a dollar and has none within, so a mismatch can only be the beginning of the next try. */
    private void dollarQuoted(byte[] tag) throws IOException {
        int matched = 0;
        while (matched < tag.length) {
            int c = inside("dollar quotes");
            add(c);
            if (c == (tag[matched] & 0xff)) {
                matched++;
            } else {
                matched = c == '$' ? 1 : 0;
            }
        }
    }

    private int inside(String what) throws IOException {
        return bytes.inside(what, startLine);
    }

    private void add(int c) {
        text.add(c, startLine);
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0x0b;
    }

    /** Every byte of a character beyond ASCII counts as a letter, as the server has it. */
    private static boolean isNamePart(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80;
    }
}
