package org.safeward.engine.postgresql;

import java.util.Locale;

/**
 * The tokens of one statement, as far as they are needed to tell what kind of statement it is and whom it names. Reads on
 * demand: the rows of a long INSERT cost nothing when only its head is asked for.
 */
final class SqlTokens {

    /** What a token is. A word is unquoted and in lower case; a name was quoted, and is given without its quotes. */
    enum Kind {
        WORD,
        NAME,
        STRING,
        SYMBOL,
        END
    }

    private final String sql;
    private int depth;
    private int position;
    private Kind kind = Kind.END;
    private String text = "";

    SqlTokens(String sql) {
        this.sql = sql;
    }

    /** Moves on to the next token; false at the end. */
    boolean next() {
        skipSpace();
        text = "";
        if (position >= sql.length()) {
            kind = Kind.END;
            return false;
        }
        char c = sql.charAt(position);
        if (c == '\'') {
            quoted(Kind.STRING, '\'', false);
        } else if (c == '"') {
            quoted(Kind.NAME, '"', false);
        } else if (c == '$' && dollarQuoted()) {
            kind = Kind.STRING;
        } else if (isNamePart(c)) {
            word();
        } else {
            symbol(c);
        }
        return true;
    }

    Kind kind() {
        return kind;
    }

    /** The token's text; empty at the end. */
    String text() {
        return text;
    }

    /** How many parentheses are open after this token. */
    int depth() {
        return depth;
    }

    /** Whether the token is this word, unquoted. */
    boolean is(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    /** A word or a quoted name: what can stand for a table or a role. */
    boolean isIdentifier() {
        return kind == Kind.WORD || kind == Kind.NAME;
    }

    /** Moves past the given words if they come next. */
    boolean accept(String... words) {
        var before = mark();
        for (String word : words) {
            if (!next() || !is(word)) {
                reset(before);
                return false;
            }
        }
        return true;
    }

    /** Moves past this symbol if it comes next. */
    boolean acceptSymbol(char symbol) {
        var before = mark();
        if (next() && isSymbol(symbol)) {
            return true;
        }
        reset(before);
        return false;
    }

    /** Reads a name with or without a schema, the first part of which comes next. */
    TableName qualifiedName(String schemaElse) {
        next();
        String first = text;
        var before = mark();
        if (next() && isSymbol('.') && next()) {
            return new TableName(first, text);
        }
        reset(before);
        return new TableName(schemaElse, first);
    }

    private record Mark(int position, int depth, Kind kind, String text) {}

    private Mark mark() {
        return new Mark(position, depth, kind, text);
    }

    private void reset(Mark mark) {
        position = mark.position;
        depth = mark.depth;
        kind = mark.kind;
        text = mark.text;
    }

    private void skipSpace() {
        while (position < sql.length() && sql.charAt(position) <= ' ') {
            position++;
        }
    }

    private void word() {
        int start = position;
        while (position < sql.length() && (isNamePart(sql.charAt(position)) || sql.charAt(position) == '$')) {
            position++;
        }
        text = sql.substring(start, position);
        boolean prefixed = position < sql.length() && sql.charAt(position) == '\'' && text.length() == 1;
        if (prefixed) {
            quoted(Kind.STRING, '\'', text.equalsIgnoreCase("e"));
        } else {
            kind = Kind.WORD;
            text = text.toLowerCase(Locale.ROOT);
        }
    }

    private void quoted(Kind kindOfIt, char quote, boolean escapes) {
        var content = new StringBuilder();
        int at = position + 1;
        for (; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c == quote) {
                if (at + 1 >= sql.length() || sql.charAt(at + 1) != quote) {
                    break;
                }
                at++;
            } else if (c == '\\' && escapes) {
                at++;
            }
            content.append(at < sql.length() ? sql.charAt(at) : ' ');
        }
        position = Math.min(at + 1, sql.length());
        kind = kindOfIt;
        text = content.toString();
    }

    private boolean dollarQuoted() {
        int tagEnd = position + 1;
        while (tagEnd < sql.length() && isNamePart(sql.charAt(tagEnd))) {
            tagEnd++;
        }
        if (tagEnd >= sql.length() || sql.charAt(tagEnd) != '$') {
            return false;
        }
        String tag = sql.substring(position, tagEnd + 1);
        int end = sql.indexOf(tag, tagEnd + 1);
        if (end < 0) {
            return false;
        }
        text = sql.substring(tagEnd + 1, end);
        position = end + tag.length();
        return true;
    }

    private void symbol(char c) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        kind = Kind.SYMBOL;
        text = String.valueOf(c);
        position++;
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c >= 0x80;
    }
}
