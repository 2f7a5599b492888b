package org.safeward.engine.sqlite.script;

import java.util.Arrays;
import java.util.Locale;

/** The tokens of one statement, as far as it takes to know what the statement is about. */
public final class Tokens {
    public enum Kind {
        /** A keyword, a bare name or a number. */
        WORD,
        /** A name in double quotes, backquotes or brackets. */
        QUOTED,
        /** Text in single quotes. */
        STRING,
        /** One byte of anything else. */
        SYMBOL,
        END
    }

    private final byte[] bytes;
    private int position;
    private int start;
    private Kind kind = Kind.END;

    public Tokens(byte[] bytes) {
        this.bytes = bytes;
    }

    public Kind next() {
        skipSpace();
        start = position;
        if (position == bytes.length) {
            kind = Kind.END;
            return kind;
        }
        byte b = bytes[position];
        if (StatementReader.isWord(b)) {
            while (position < bytes.length && StatementReader.isWord(bytes[position])) {
                position++;
            }
            kind = Kind.WORD;
        } else if (b == '\'' || b == '"' || b == '`') {
            skipQuoted(b);
            kind = b == '\'' ? Kind.STRING : Kind.QUOTED;
        } else if (b == '[') {
            skipPast((byte) ']');
            kind = Kind.QUOTED;
        } else {
            position++;
            kind = Kind.SYMBOL;
        }
        return kind;
    }

    private void skipQuoted(byte quote) {
        do {
            position++;
            skipPast(quote);
        } while (position < bytes.length && bytes[position] == quote);
    }

    private void skipPast(byte last) {
        while (position < bytes.length && bytes[position++] != last) {
            // on
        }
    }

    private void skipSpace() {
        while (position < bytes.length) {
            if (StatementReader.isSpace(bytes[position])) {
                position++;
            } else if (at(position, '-') && at(position + 1, '-')) {
                skipPast((byte) '\n');
            } else if (at(position, '/') && at(position + 1, '*')) {
                position += 2;
                while (position < bytes.length && !(at(position, '*') && at(position + 1, '/'))) {
                    position++;
                }
                position = Math.min(position + 2, bytes.length);
            } else {
                return;
            }
        }
    }

    private boolean at(int index, char c) {
        return index < bytes.length && bytes[index] == c;
    }

    /** The keyword here in upper case, or "" when this is no word. */
    public String keyword() {
        return kind == Kind.WORD ? raw().toUpperCase(Locale.ROOT) : "";
    }

    /** The next token as a keyword. */
    public String nextKeyword() {
        next();
        return keyword();
    }

    public boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && bytes[start] == symbol;
    }

    /** The name that stands here, without its quotes. Names may stand in single quotes too. */
    public String name() {
        String raw = raw();
        if (kind == Kind.WORD || kind == Kind.SYMBOL || raw.length() < 2) {
            return raw;
        }
        String inner = raw.substring(1, raw.length() - 1);
        String quote = raw.substring(0, 1);
        return quote.equals("[") ? inner : inner.replace(quote + quote, quote);
    }

    Kind kind() {
        return kind;
    }

    public int start() {
        return start;
    }

    public int end() {
        return position;
    }

    private String raw() {
        return RawText.of(Arrays.copyOfRange(bytes, start, position));
    }
}
