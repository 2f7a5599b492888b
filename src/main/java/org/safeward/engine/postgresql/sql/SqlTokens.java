package org.safeward.engine.postgresql.sql;

/**
 * The tokens of one statement, as far as they are needed to tell what kind of statement it is and whom it names. Reads on
 * demand: the rows of a long INSERT cost nothing when only its head is asked for.
 */
public final class SqlTokens {

    /** What a token is. A word is unquoted and in lower case; a name was quoted, and is given without its quotes. */
    public enum Kind {
        WORD,
        NAME,
        STRING,
        SYMBOL,
        END
    }

    /** How the text of a token is to be read. */
    private enum Spelling {
        PLAIN,
        WORD,
        DOUBLED,
        ESCAPED
    }

    private final String sql;
    private final boolean backslashes;
    private int depth;
    private int position;
    private Kind kind = Kind.END;
    private int textStart;
    private int textEnd;
    private Spelling spelling = Spelling.PLAIN;
    /** Null until it is asked for. */
    private String text = "";

    public SqlTokens(String sql) {
        this(sql, false);
    }

    /** @param backslashes whether they escape in plain strings too */
    public SqlTokens(String sql, boolean backslashes) {
        this.sql = sql;
        this.backslashes = backslashes;
    }

    /** Moves on to the next token; false at the end. */
    public boolean next() {
        skipSpace();
        take(0, 0, Spelling.PLAIN);
        if (position >= sql.length()) {
            kind = Kind.END;
            return false;
        }
        char c = sql.charAt(position);
        if (c == '\'') {
            quoted(Kind.STRING, '\'', backslashes);
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

    public Kind kind() {
        return kind;
    }

    /** The token's text; empty at the end. */
    public String text() {
        if (text == null) {
            text = spelled();
        }
        return text;
    }

    /** How many parentheses are open after this token. */
    public int depth() {
        return depth;
    }

    /** Whether the token is this word, unquoted. */
    public boolean is(String word) {
        return kind == Kind.WORD && textEnd - textStart == word.length() && text().equals(word);
    }

    public boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && sql.charAt(textStart) == symbol;
    }

    /** A word or a quoted name: what can stand for a table or a role. */
    public boolean isIdentifier() {
        return kind == Kind.WORD || kind == Kind.NAME;
    }

    /** Moves past the given words if they come next. */
    public boolean accept(String... words) {
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
    public boolean acceptSymbol(char symbol) {
        var before = mark();
        if (next() && isSymbol(symbol)) {
            return true;
        }
        reset(before);
        return false;
    }

    /** Whether this symbol comes next. */
    public boolean nextIsSymbol(char symbol) {
        var before = mark();
        boolean is = next() && isSymbol(symbol);
        reset(before);
        return is;
    }

    /** Reads a name with or without a schema, the first part of which comes next. */
    public TableName qualifiedName(String schemaElse) {
        next();
        String first = text();
        var before = mark();
        if (next() && isSymbol('.') && next()) {
            return new TableName(first, text());
        }
        reset(before);
        return new TableName(schemaElse, first);
    }

    private record Mark(int position, int depth, Kind kind, int textStart, int textEnd, Spelling spelling) {}

    private Mark mark() {
        return new Mark(position, depth, kind, textStart, textEnd, spelling);
    }

    private void reset(Mark mark) {
        position = mark.position;
        depth = mark.depth;
        kind = mark.kind;
        take(mark.textStart, mark.textEnd, mark.spelling);
    }

    private void skipSpace() {
        while (position < sql.length() && sql.charAt(position) <= ' ') {
            position++;
        }
    }

    /** A number takes no dollar: that would begin a parameter or a quote. */
    private void word() {
        int start = position;
        boolean number = sql.charAt(start) >= '0' && sql.charAt(start) <= '9';
        while (position < sql.length()
                && (isNamePart(sql.charAt(position)) || sql.charAt(position) == '$' && !number)) {
            position++;
        }
        boolean prefixed = position < sql.length() && sql.charAt(position) == '\'' && position == start + 1;
        if (prefixed) {
            char prefix = sql.charAt(start);
            quoted(Kind.STRING, '\'', backslashes || prefix == 'e' || prefix == 'E');
        } else {
            kind = Kind.WORD;
            take(start, position, Spelling.WORD);
        }
    }

    private void quoted(Kind kindOfIt, char quote, boolean escapes) {
        int start = position + 1;
        int at = start;
        boolean plain = true;
        for (; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c == quote) {
                if (at + 1 >= sql.length() || sql.charAt(at + 1) != quote) {
                    break;
                }
                plain = false;
                at++;
            } else if (c == '\\' && escapes) {
                plain = false;
                at++;
            }
        }
        int end = Math.min(at, sql.length());
        position = Math.min(at + 1, sql.length());
        kind = kindOfIt;
        take(start, end, plain ? Spelling.PLAIN : escapes ? Spelling.ESCAPED : Spelling.DOUBLED);
    }

    private boolean dollarQuoted() {
        int tagEnd = position + 1;
        while (tagEnd < sql.length() && isNamePart(sql.charAt(tagEnd))) {
            tagEnd++;
        }
        boolean parameter = tagEnd > position + 1 && Character.isDigit(sql.charAt(position + 1));
        if (tagEnd >= sql.length() || sql.charAt(tagEnd) != '$' || parameter) {
            return false;
        }
        String tag = sql.substring(position, tagEnd + 1);
        int end = sql.indexOf(tag, tagEnd + 1);
        if (end < 0) {
            return false;
        }
        take(tagEnd + 1, end, Spelling.PLAIN);
        position = end + tag.length();
        return true;
    }

    private void take(int start, int end, Spelling spelling) {
        textStart = start;
        textEnd = end;
        this.spelling = spelling;
        text = null;
    }

    /** Made only when somebody asks: a string may be as large as its statement. */
    private String spelled() {
        String written = sql.substring(textStart, textEnd);
        return switch (spelling) {
            case PLAIN -> written;
            case WORD -> EscapedText.lower(written);
            case DOUBLED -> kind == Kind.NAME ? written.replace("\"\"", "\"") : written.replace("''", "'");
            case ESCAPED -> EscapedText.read(written);
        };
    }

    private void symbol(char c) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        kind = Kind.SYMBOL;
        take(position, position + 1, Spelling.PLAIN);
        position++;
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c >= 0x80;
    }
}
